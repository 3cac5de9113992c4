// SPDX-License-Identifier: Apache-2.0
package io.photon.door.http.endpoint;

import io.photon.api.PhotonApi;
import io.photon.budget.Budget;
import io.photon.budget.Lease;
import io.photon.budget.Use;
import io.photon.budget.Waiter;
import io.photon.door.http.wire.HttpSettings;
import io.photon.door.http.wire.OpenRequests;
import io.photon.door.http.wire.call.ArrayItems;
import io.photon.door.http.wire.call.Call;
import io.photon.door.http.wire.call.ContentTypes;
import io.photon.door.http.wire.call.NumberedLines;
import io.photon.door.http.wire.call.RequestBodyReader;
import io.photon.door.http.wire.call.RequestMemory;
import io.photon.door.http.wire.call.ResponseStream;
import io.photon.event.EventDraft;
import io.photon.result.Failure;
import io.photon.result.Result;
import io.undertow.util.Headers;
import java.nio.ByteBuffer;
import java.util.LinkedList;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.xnio.XnioExecutor;

/**
 * A stream of events in and of answers out, both at once, on the request's I/O thread. It reads while the log has room
 * for what it read and the client takes its answers; otherwise it waits, and so does the client. What came as a whole
 * line is stored, also when the client vanishes after it.
 */
final class UploadSession
        implements RequestBodyReader.Receiver,
                NumberedLines.Receiver,
                RequestMemory.Holder,
                ResponseStream.Listener,
                OpenRequests.Session {

    private static final int BATCH_EVENTS = 1_000;
    private static final long BATCH_BYTES = 512 * 1024;
    private static final int MAX_IN_FLIGHT = 6_000;
    private static final long MAX_IN_FLIGHT_BYTES = 3 << 20;
    private static final long RETRY_MS = 20;
    private static final int MAX_RETRIES = 500;
    /** Of the line being read; more comes out of the budget. */
    private static final int FREE_BYTES = 64 * 1024;
    /** About what one reading from the client brings. */
    private static final int ROOM_BYTES = 128 * 1024;

    private static final Failure TOO_MUCH = Failure.tooMuchAtOnce("what was answered is stored; send the rest again");

    private final Call call;
    private final PhotonApi api;
    private final HttpSettings settings;
    private final DraftReader reading;

    private final Budget budget;
    /** Of the line that is being read. */
    private final RequestMemory memory;

    private final OpenRequests openRequests;
    private final NumberedLines lines;
    /** Of a JSON array, or null for lines. */
    private final @Nullable ArrayItems items;

    private final RequestBodyReader reader;
    private final ResponseStream out;
    private final UploadAnswers answers;
    private final AtomicBoolean told = new AtomicBoolean();

    private UploadBatch batch = new UploadBatch();
    /** Cut from the input, not yet taken by the log. */
    private final Queue<UploadBatch> waiting = new LinkedList<>();

    private final Queue<UploadBatch> inFlight = new LinkedList<>();
    private int openLines;
    private long openBytes;
    private boolean awaitsRoom;
    private int retries;
    private boolean retrying;
    private boolean full;
    private int timesFull;
    /** Runs while the client takes no answers, else null. */
    private XnioExecutor.@Nullable Key untilFull;

    private boolean inputEnded;
    private boolean clientGone;
    private boolean over;
    /** Why it takes no more, or null. */
    private @Nullable Failure failed;

    UploadSession(Call call, PhotonApi api, HttpSettings settings, Budget budget, OpenRequests openRequests) {
        this.call = call;
        this.api = api;
        this.settings = settings;
        this.reading = DraftReader.ofItems(call, settings);
        this.budget = budget;
        this.openRequests = openRequests;
        this.lines = new NumberedLines(settings.limits().maxLineBytes(), this);
        this.items = ContentTypes.isArray(call) ? new ArrayItems() : null;
        this.reader = new RequestBodyReader(call, this);
        this.memory = new RequestMemory(call, budget, settings.limits().maxLineBytes(), this);
        this.out = new ResponseStream(call, this);
        this.answers = new UploadAnswers("summary".equals(call.target().param("ack")));
    }

    void start() {
        call.exchange().getResponseHeaders().put(Headers.CONTENT_TYPE, Call.NDJSON);
        openRequests.opened(this);
        reader.start();
    }

    @Override
    public void bytes(ByteBuffer chunk) {
        lines.feed(items == null ? chunk : items.lines(chunk));
        accountForLine();
        if (items != null && items.failure() != null) {
            fail(items.failure());
            return;
        }
        cut();
        submit();
        pace();
    }

    @Override
    public void line(long number, byte[] bytes, int offset, int length) {
        add(number, reading.read(bytes, offset, length));
    }

    @Override
    public void tooLong(long number) {
        add(number, Result.err(UploadEndpoint.lineTooLong(settings.limits().maxLineBytes())));
    }

    private void add(long number, Result<EventDraft> draft) {
        batch.add(number, draft);
        if (batch.lines() >= BATCH_EVENTS || batch.bytes() >= BATCH_BYTES) {
            cut();
        }
    }

    private void cut() {
        if (batch.lines() > 0) {
            waiting.add(batch);
            openLines += batch.lines();
            openBytes += batch.bytes();
            batch.take(budget);
            batch = new UploadBatch();
        }
    }

    /** Hands batches to the log, in order; one that is turned away is tried again before any other. */
    private void submit() {
        while (!waiting.isEmpty() && !retrying) {
            UploadBatch next = waiting.peek();
            call.handOver();
            boolean isTurnedAway;
            try {
                next.answerWith(api.emitAll(call.caller(), next.drafts(), false, null));
                isTurnedAway = next.wasTurnedAway() && ++retries < MAX_RETRIES && !openRequests.isClosing();
                if (!isTurnedAway) {
                    inFlight.add(next); // before it leaves the other one: it must not be in neither
                }
            } catch (RuntimeException | Error e) {
                waiting.remove();
                next.release();
                throw e;
            }
            if (isTurnedAway) {
                retryLater();
                return;
            }
            retries = 0;
            waiting.remove();
            next.whenAnswered(this::signal);
        }
    }

    private void retryLater() {
        retrying = true;
        call.after(
                RETRY_MS,
                () -> call.guarded(() -> {
                    retrying = false;
                    submit();
                    pace();
                }));
    }

    /** From the log's thread: come and look; one look at a time. */
    private void signal() {
        if (told.compareAndSet(false, true)) {
            call.onIoSoon(() -> call.guarded(this::tell));
        }
    }

    private void tell() {
        told.set(false);
        while (!inFlight.isEmpty() && inFlight.peek().isAnswered()) {
            UploadBatch answered = inFlight.remove();
            openLines -= answered.lines();
            openBytes -= answered.bytes();
            answered.tell(answers);
        }
        if (!clientGone && !answers.passTo(out) && !full) {
            full = true;
            int seen = ++timesFull;
            untilFull = call.after(settings.times().readTimeoutMs(), () -> call.guarded(() -> giveUpOn(seen)));
        }
        pace();
    }

    /** A client that waits to be read and a daemon that waits to be heard would wait for each other without end. */
    private void giveUpOn(int seen) {
        if (full && timesFull == seen && !over) {
            out.breakOff();
        }
    }

    /** Reads on, waits, or ends. */
    private void pace() {
        if (over) {
            return;
        }
        if (inputEnded) {
            if (inFlight.isEmpty() && waiting.isEmpty()) {
                finish();
            }
            return;
        }
        boolean enough = full
                || retrying
                || memory.isWaiting()
                || !isRoom()
                || openLines >= MAX_IN_FLIGHT
                || openBytes >= MAX_IN_FLIGHT_BYTES;
        if (enough) {
            reader.pause();
        } else {
            reader.resume();
        }
    }

    /** Whether more may be read: who reads on when memory is full waits in line for a reading's worth of it. */
    private boolean isRoom() {
        if (!awaitsRoom && budget.isFull()) {
            awaitsRoom = true;
            budget.take(Use.REQUESTS, ROOM_BYTES, Budget.REQUEST_WAIT_MS, new Waiter() {
                @Override
                public void granted(Lease lease) {
                    lease.close(); // what comes is counted when it is there
                    call.onIoSoon(() -> call.guarded(() -> roomCame(true)));
                }

                @Override
                public void refused() {
                    call.onIoSoon(() -> call.guarded(() -> roomCame(false)));
                }
            });
        }
        return !awaitsRoom;
    }

    private void roomCame(boolean came) {
        awaitsRoom = false;
        if (!came && !inputEnded) {
            fail(TOO_MUCH);
        } else if (!over && !inputEnded && came) {
            reader.resume();
        }
    }

    /** Takes memory for a long line, more than for its beginning when it goes on. */
    private void accountForLine() {
        int held = lines.heldBytes();
        if (held <= FREE_BYTES) {
            memory.release();
        } else {
            memory.ensure(Math.min(held, settings.limits().maxLineBytes()));
        }
    }

    @Override
    public void memoryCame() {
        pace();
    }

    @Override
    public void noMemory() {
        if (!inputEnded) {
            fail(TOO_MUCH);
        }
    }

    /** What came as a whole line is stored all the same. */
    @Override
    public void gone() {
        call.onIoSoon(() -> call.guarded(() -> {
            if (!over) {
                clientGone = true;
                reader.stop();
                endInput();
            }
        }));
    }

    @Override
    public void end() {
        if (items != null) {
            items.end();
            failed = failed == null ? items.failure() : failed;
        }
        if (failed == null) {
            lines.end();
        }
        endInput();
    }

    @Override
    public void broken(Failure failure) {
        if (call.isAnswerable()) {
            fail(failure);
        } else {
            clientGone = true;
            endInput();
        }
    }

    /** Takes no more; says why after the answers to what was taken. */
    private void fail(Failure failure) {
        reader.stop();
        if (failed == null) {
            failed = failure;
        }
        endInput();
    }

    private void endInput() {
        inputEnded = true;
        // What counted as a line counts in its batch now: who waits for room must not be the one who takes it up.
        lines.release();
        accountForLine();
        cut();
        submit();
        pace();
    }

    /** Else it would hold the whole session until it runs. */
    private void stopTimer() {
        if (untilFull != null) {
            untilFull.remove();
            untilFull = null;
        }
    }

    private void finish() {
        over = true;
        stopTimer();
        openRequests.ended(this);
        if (clientGone) {
            call.close();
            return;
        }
        if (failed != null && answers.isSilent()) {
            call.exchange().setPersistent(false);
            call.answer(failed);
            return;
        }
        if (failed != null) {
            answers.broke(failed);
        }
        answers.finish();
        answers.passTo(out);
        if (failed != null) {
            call.exchange().setPersistent(false);
        }
        out.end();
    }

    @Override
    public void roomAgain() {
        full = false;
        stopTimer();
        pace();
    }

    @Override
    public void broken() {
        clientGone = true;
        reader.stop();
        endInput();
    }

    @Override
    public void finished() {
        // What is left of the request is read by the response stream.
    }

    @Override
    public long patienceMs() {
        return lines.isInLine()
                ? settings.times().readTimeoutMs()
                : settings.times().quietTimeoutMs();
    }

    /** The door closes. */
    @Override
    public void stop() {
        call.onIo(() -> {
            if (!inputEnded) {
                fail(Failure.of(
                        Failure.Kind.OVERLOADED,
                        "Photon is stopping",
                        "what was answered is stored; send the rest again"));
            }
        });
    }
}
