// SPDX-License-Identifier: Apache-2.0
package io.photon.client.http;

import io.photon.client.ByteSink;
import io.photon.client.ClientSettings;
import io.photon.result.Failure;
import io.photon.result.Failure.Kind;
import io.photon.result.Fault;
import io.photon.result.Result;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Sends requests over one kept connection and asks again where that is safe. One thread asks, any may cancel. */
final class RequestSender {

    /** Longest time to keep asking a daemon that is too busy, when the request itself has no limit. */
    private static final long RETRY_FOR_MS = 30_000;

    private static final int MAX_ERROR_BYTES = 64 * 1024;

    /** The largest event, and room around it. */
    private static final int MAX_ANSWER_BYTES = 64 << 20;

    /** How long to wait for the daemon to ask for a streamed body; one that does not know how gets it anyway. */
    private static final int CONTINUE_WITHIN_MS = 1_000;

    /** Larger bodies are sent by the writer thread, so that the answer is heard while they are sent. */
    private static final int SMALL_BODY = 32 * 1024;

    private final ClientSettings settings;
    private final CountDownLatch cancelled = new CountDownLatch(1);
    private volatile @Nullable Connection connection;

    RequestSender(ClientSettings settings) {
        this.settings = settings;
    }

    /** Sends a request and copies a good answer's body into the sink. */
    Result<Long> send(Request request, ByteSink sink) {
        return send(request, sink, () -> {});
    }

    /** @param again runs before the request is sent once more: what the sink has of a broken answer does not count */
    private Result<Long> send(Request request, ByteSink sink, Runnable again) {
        String url = settings.endpoint() + request.path();
        Deadline deadline = new Deadline(url, settings.timeoutMs(), request.live() ? 0 : settings.idleTimeoutMs());
        for (int number = 0; ; number++) {
            Attempt attempt = attempt(request, deadline, sink);
            if (attempt instanceof Attempt.Answered answered) {
                return Result.ok(answered.bytes());
            }
            Failure failure = failure(attempt, number, request, deadline);
            if (failure != null) {
                return Result.err(failure);
            }
            if (attempt instanceof Attempt.Broken) {
                again.run();
            }
        }
    }

    private Attempt attempt(Request request, Deadline deadline, ByteSink sink) {
        boolean whole = false;
        try {
            Attempt attempt = once(request, deadline, sink);
            whole = attempt.isWhole();
            return attempt;
        } catch (HttpFailure e) {
            return new Attempt.Refused(e.failure());
        } catch (IOException e) {
            return new Attempt.Broken(e);
        } finally {
            if (!whole) {
                close();
            }
        }
    }

    /**
     * Why the request has failed with this attempt; null when it is to be sent again, after a pause that is over then.
     *
     * @param number of the attempt, from 0
     */
    private @Nullable Failure failure(Attempt attempt, int number, Request request, Deadline deadline) {
        String url = settings.endpoint() + request.path();
        if (attempt instanceof Attempt.Refused refused) {
            return refused.failure();
        }
        if (attempt instanceof Attempt.Busy busy) {
            return isWaitedFor(busy, number, deadline) ? null : busy.failure();
        }
        if (attempt instanceof Attempt.Broken broken) {
            if (request.repeatable() && request.body() != null && number < 3 && pause(100L << number)) {
                return null; // the event carries its own id: asking again stores nothing twice
            }
            String what = url + ": " + Fault.words(broken.cause()) + " (after " + deadline.waitedMs() + " ms)";
            return request.stores()
                    ? Failure.outcomeUnknown(what)
                    : Failure.of(Kind.UNREACHABLE, what, "see the daemon's log, then try again");
        }
        return cancelled.getCount() == 0 ? Failure.of(Kind.UNREACHABLE, url + ": broken off") : null; // was stale
    }

    /** Waits as long as a busy daemon asks for. @return false when that is too long, or of no use */
    private boolean isWaitedFor(Attempt.Busy busy, int number, Deadline deadline) {
        long waitMs = Math.max(Math.min(100L << Math.min(number, 5), 2_000), busy.afterSeconds() * 1_000);
        long limit = deadline.isLimited() ? Long.MAX_VALUE : RETRY_FOR_MS;
        return !busy.bodyBegun()
                && busy.failure().kind() == Kind.OVERLOADED
                && deadline.hasRoomFor(waitMs)
                && deadline.waitedMs() + waitMs <= limit
                && pause(waitMs);
    }

    /** Sends a request whose answer is small enough to be held. */
    Result<byte[]> fetch(Request request) {
        ByteArrayOutputStream answer = new ByteArrayOutputStream(512);
        boolean[] tooLarge = {false};
        ByteSink held = (bytes, offset, length) -> {
            if (answer.size() + length > MAX_ANSWER_BYTES) {
                tooLarge[0] = true;
                close();
            } else {
                answer.write(bytes, offset, length);
            }
        };
        Result<Long> sent = send(request, held, answer::reset);
        if (tooLarge[0]) {
            String url = settings.endpoint() + request.path();
            return Result.err(
                    Kind.UNREACHABLE,
                    url + " answered more than " + MAX_ANSWER_BYTES + " bytes where one answer was expected",
                    "is it a Photon daemon that listens there?");
        }
        return sent.map(n -> answer.toByteArray());
    }

    private Attempt once(Request request, Deadline deadline, ByteSink sink) throws IOException {
        Connection kept = connection;
        boolean reused = kept != null && kept.isUsable();
        if (kept != null && !reused) {
            kept.close();
        }
        Connection to = kept != null && reused ? kept : Connection.open(settings, deadline);
        connection = to;
        if (cancelled.getCount() == 0) {
            throw new IOException("broken off");
        }
        to.in().limitBy(deadline);
        BodyWriter writer = null;
        ResponseHead head;
        try {
            sendHead(request, to);
            boolean answered = request.stream() != null && to.in().arrives(CONTINUE_WITHIN_MS);
            head = answered ? ResponseHead.read(to.in(), true) : null;
            if (head == null || head.status() < 300) { // else refused before any of the body was sent
                writer = sendBody(request, to, deadline);
                head = head == null || head.status() == 100 ? ResponseHead.read(to.in(), false) : head;
            }
        } catch (HttpFailure e) {
            throw e;
        } catch (IOException e) {
            if (reused && request.stream() == null && request.repeatable()) {
                to.close();
                return new Attempt.Stale();
            }
            throw cause(writer, e);
        }
        return receive(head, to, writer, request, sink);
    }

    private Attempt receive(
            ResponseHead head, Connection from, @Nullable BodyWriter writer, Request request, ByteSink sink)
            throws IOException {
        if (head.status() >= 300) {
            ByteArrayOutputStream body = new ByteArrayOutputStream(512);
            ResponseBody.copy(head, from.in(), (bytes, offset, length) -> {
                if (body.size() + length <= MAX_ERROR_BYTES) {
                    body.write(bytes, offset, length);
                }
            });
            afterwards(head, from, writer, request);
            Failure failure = ErrorAnswer.read(head.status(), body.toByteArray(), settings.endpoint() + request.path());
            if (head.status() == 503 || head.status() == 429) {
                return new Attempt.Busy(
                        failure, Math.max(0, head.retryAfterSeconds()), writer != null && request.stream() != null);
            }
            return new Attempt.Refused(failure);
        }
        try {
            long bytes = ResponseBody.copy(head, from.in(), sink);
            if (writer != null && writer.sourceFailure() != null) {
                throw cause(writer, null);
            }
            afterwards(head, from, writer, request);
            return new Attempt.Answered(bytes);
        } catch (HttpFailure e) {
            throw e;
        } catch (IOException e) {
            throw cause(writer, e);
        }
    }

    /** A connection is kept only when nothing of this request is still on its way. */
    private static void afterwards(
            ResponseHead head, Connection connection, @Nullable BodyWriter writer, Request request) {
        boolean bodyLeft = writer == null ? request.stream() != null : !writer.isDone();
        if (!head.keepsAlive() || bodyLeft) {
            connection.close();
        }
        connection.used();
    }

    private static @Nullable IOException cause(@Nullable BodyWriter writer, @Nullable IOException e) {
        if (writer != null && writer.sourceFailure() != null) {
            IOException source = writer.sourceFailure();
            return source instanceof HttpFailure
                    ? source
                    : new HttpFailure(
                            Failure.of(
                                    Kind.BAD_INPUT,
                                    "the input cannot be read: " + Fault.words(source),
                                    "mend it and send what was not answered again"),
                            source);
        }
        return e;
    }

    private static boolean inOnePiece(Request request) {
        byte[] body = request.body();
        return request.stream() == null && (body == null || body.length <= SMALL_BODY);
    }

    /** The head, and with it a small body. */
    private void sendHead(Request request, Connection to) throws IOException {
        byte[] body = request.body();
        byte[] all = head(request);
        if (inOnePiece(request) && body != null) {
            int length = all.length;
            all = Arrays.copyOf(all, length + body.length);
            System.arraycopy(body, 0, all, length, body.length);
        }
        to.out().write(all);
        to.out().flush();
    }

    /** Begins to send a body that did not go with the head; null when there is none. */
    private static @Nullable BodyWriter sendBody(Request request, Connection to, Deadline deadline) {
        if (inOnePiece(request)) {
            return null;
        }
        InputStream source = request.stream() != null ? request.stream() : new ByteArrayInputStream(request.body());
        BodyWriter writer = new BodyWriter(source, to.out(), deadline, to::close);
        Thread thread = new Thread(writer, "photon-upload");
        thread.setDaemon(true);
        thread.start();
        return writer;
    }

    private byte[] head(Request request) {
        StringBuilder head = new StringBuilder(256)
                .append(request.method())
                .append(' ')
                .append(settings.endpoint().path())
                .append(request.target())
                .append(" HTTP/1.1\r\nHost: ")
                .append(settings.endpoint().authority())
                .append("\r\nUser-Agent: photon\r\n");
        String authorization = settings.identity().authorization();
        if (authorization != null) {
            head.append("Authorization: ").append(authorization).append("\r\n");
        }
        for (Map.Entry<String, String> header : request.headers().entrySet()) {
            head.append(header.getKey()).append(": ").append(header.getValue()).append("\r\n");
        }
        if (!inOnePiece(request)) {
            head.append("Transfer-Encoding: chunked\r\n");
            head.append(request.stream() != null ? "Expect: 100-continue\r\n" : "");
        } else if (request.body() != null) {
            head.append("Content-Length: ").append(request.body().length).append("\r\n");
        }
        return head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Waits, unless cancelled. */
    private boolean pause(long ms) {
        try {
            return !cancelled.await(ms, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    void cancel() {
        cancelled.countDown();
        close();
    }

    void close() {
        Connection open = connection;
        if (open != null) {
            open.close();
        }
    }
}
