// SPDX-License-Identifier: Apache-2.0
package io.photon.client.muon;

import io.photon.client.ByteSink;
import io.photon.client.muon.network.ServiceSocket;
import io.photon.codec.EventParser;
import io.photon.codec.FailureJson;
import io.photon.codec.JsonFields;
import io.photon.event.EventDraft;
import io.photon.muon.wire.EventResult;
import io.photon.result.Failure;
import io.photon.result.Failure.Kind;
import io.photon.result.Fault;
import io.photon.result.Result;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Many events, a line each, on their way at once; answers come back in the order of the lines, as over HTTP. Lines are
 * read on a thread of their own, so that answers are shown while a person still types.
 */
final class EmitUpload {

    /** The largest event of a store's default settings, and its envelope. */
    private static final int LONGEST_LINE = (16 << 20) + (64 << 10);

    private static final int BATCH_BYTES = 64 * 1024;

    /** How often a wait for input looks whether the connection still stands. */
    private static final long GLANCE_MS = 100;

    /**
     * Lines that were read together.
     *
     * @param firstLine the number of the first one
     * @param problem why no more lines can be read, or null
     * @param last whether the input has ended
     */
    private record Batch(
            long firstLine, List<byte[]> lines, @Nullable IOException problem, boolean last) {}

    private final EmitWindow window;
    private final ServiceSocket socket;
    private final Emitter emitter;
    private final ByteSink answers;
    private final ArrayBlockingQueue<Batch> read = new ArrayBlockingQueue<>(2);
    private long answeredBytes;
    private long stored;
    private volatile boolean over;

    /** Turns a line into what is sent. */
    @FunctionalInterface
    interface Emitter {
        byte[] event(EventDraft draft);
    }

    EmitUpload(EmitWindow window, ServiceSocket socket, Emitter emitter, ByteSink answers) {
        this.window = window;
        this.socket = socket;
        this.emitter = emitter;
        this.answers = answers;
    }

    /** Sends all lines. @return how many bytes were answered, or why the whole broke off */
    Result<Long> run(InputStream lines) {
        Thread reader = new Thread(() -> readAll(lines), "photon-upload");
        reader.setDaemon(true);
        reader.start();
        try {
            Result<Boolean> done = sendAll();
            return done.map(all -> answeredBytes);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Result.err(Kind.TIMED_OUT, "interrupted while sending events", null);
        } finally {
            over = true;
            reader.interrupt(); // it waits for a place in the queue, or for input that no one wants
        }
    }

    private void readAll(InputStream source) {
        try (InputStream input = source) {
            LineReader lines = new LineReader(input, LONGEST_LINE);
            boolean last = false;
            while (!last && !over) {
                List<byte[]> batch = new ArrayList<>();
                long first = lines.number() + 1;
                IOException problem = null;
                int bytes = 0;
                try {
                    do {
                        byte[] line = lines.next();
                        last = line == null;
                        if (line != null) {
                            batch.add(line);
                            bytes += line.length;
                        }
                    } while (!last && bytes < BATCH_BYTES && lines.hasMore());
                } catch (IOException e) {
                    problem = e;
                    last = true;
                } catch (RuntimeException | Error e) { // else the sender would wait for a batch forever
                    problem = new IOException(String.valueOf(e), e);
                    last = true;
                }
                read.put(new Batch(first, batch, problem, last));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // no one wants the rest
        } catch (IOException e) {
            over = true; // closing what has been read to its end: nothing is lost
        }
    }

    private Result<Boolean> sendAll() throws InterruptedException {
        while (true) {
            Batch batch = read.poll();
            while (batch == null && !window.isEmpty()) {
                Failure broken = answerOldest();
                if (broken != null) {
                    return Result.err(broken);
                }
                batch = read.poll();
            }
            if (batch == null) {
                answers.pause();
                while (batch == null) {
                    batch = read.poll(GLANCE_MS, TimeUnit.MILLISECONDS);
                    if (batch == null && !socket.isOpen()) {
                        return Result.err(Objects.requireNonNull(socket.ended()));
                    }
                }
            }
            Failure broken = send(batch);
            if (broken != null) {
                return Result.err(broken);
            }
            if (batch.last()) {
                return batch.problem() == null ? Result.ok(true) : Result.err(unreadable(batch.problem()));
            }
        }
    }

    private static Failure unreadable(IOException problem) {
        String why = Fault.words(problem);
        return Failure.of(
                Kind.BAD_INPUT, "the input cannot be read: " + why, "mend it and send what was not answered again");
    }

    /** Sends a batch, and with the last one waits for all answers. */
    private @Nullable Failure send(Batch batch) {
        long number = batch.firstLine();
        for (byte[] line : batch.lines()) {
            while (window.isFull(line.length) || window.isAnswered()) {
                Failure broken = answerOldest();
                if (broken != null) {
                    return broken;
                }
            }
            if (!isBlank(line) && send(number, line) instanceof Result.Err<Boolean> err) {
                return err.failure();
            }
            number++;
        }
        while (batch.last() && !window.isEmpty()) {
            Failure broken = answerOldest();
            if (broken != null) {
                return broken;
            }
        }
        return null;
    }

    private Result<Boolean> send(long number, byte[] line) {
        if (line.length > LONGEST_LINE) {
            window.refuse(
                    number,
                    Failure.of(
                            Kind.TOO_LARGE,
                            "the line is longer than " + LONGEST_LINE + " bytes",
                            "split the event, or store what is large elsewhere"));
            return Result.ok(true);
        }
        Result<EventDraft> draft = EventParser.parseDraft(line, 0, line.length);
        if (draft instanceof Result.Err<EventDraft> err) {
            window.refuse(number, err.failure());
            return Result.ok(true);
        }
        return draft.then(event -> window.send(number, emitter.event(event)));
    }

    private static boolean isBlank(byte[] line) {
        return JsonFields.space(line, 0, line.length) == line.length;
    }

    /** Writes the next answer. @return why no more answers come, or null */
    private @Nullable Failure answerOldest() {
        EmitWindow.Answered answered = window.oldest();
        String text;
        if (answered.result() instanceof Result.Err<EventResult> err) {
            if (answered.broken()) {
                return new Failure(
                        err.failure().kind() == Kind.UNREACHABLE
                                ? Kind.OUTCOME_UNKNOWN
                                : err.failure().kind(),
                        err.failure().message() + " (line " + answered.line()
                                + " and those after it were not answered, " + stored + " before were stored)",
                        "see with photon replay what is stored before you send the rest again");
            }
            text = FailureJson.text(err.failure(), answered.line());
        } else {
            stored++;
            text = Receipts.of(answered.result().value());
        }
        byte[] line = (text + "\n").getBytes(StandardCharsets.UTF_8);
        answeredBytes += line.length;
        answers.write(line, 0, line.length);
        return null;
    }
}
