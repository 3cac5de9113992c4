// SPDX-License-Identifier: Apache-2.0
package io.photon.follow;

import io.photon.client.EmitOptions;
import io.photon.client.PhotonClient;
import io.photon.codec.FailureJson;
import io.photon.codec.JsonFields;
import io.photon.event.EventDraft;
import io.photon.log.AppendRequest;
import io.photon.log.EventLog;
import io.photon.log.Expect;
import io.photon.result.Failure;
import io.photon.result.Result;
import io.photon.task.Steady;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Sends appends on to the node that takes them, with the identity of this one: who may append is checked before. They are sent one
 * after another in the order in which they came, those that wait together: so an order of one client is kept. An event is answered
 * once it is here, too, if that does not take long, so that an emitter finds it. Thread-safe.
 */
final class Forwarder implements AutoCloseable {

    /** Requests that wait. */
    private static final int MOST = 1_000;
    /** What is sent at once, unless it is one request. */
    private static final int MOST_EVENTS = 1_000;

    private static final int MOST_BYTES = 1 << 20;

    private static final Reach.Limits LIMITS = new Reach.Limits(5_000, 30_000, 600_000);
    private static final long SEEN_HERE_MS = 2_000;

    /** A request, and who waits for its answer. */
    private record Waiting(AppendRequest request, CompletableFuture<List<Result<Forwarded>>> answer) {

        int events() {
            return request.drafts().size();
        }

        long bytes() {
            long bytes = 0;
            for (EventDraft draft : request.drafts()) {
                bytes += draft.body().length;
            }
            return bytes;
        }

        /** Whether it may be one of several that are sent together. */
        boolean isPlain() {
            return request.expect() instanceof Expect.Any && (events() == 1 || !request.atomic());
        }

        void refuse(Failure failure) {
            answer.complete(all(events(), failure));
        }
    }

    /** A connection, and to whom. */
    private record Connection(String address, PhotonClient client) {}

    private final EventLog log;
    private final Reach reach;
    private final Supplier<Optional<String>> target;
    private final ExecutorService thread = Steady.pool("photon-forward", 1, Thread.NORM_PRIORITY);
    private final Object lock = new Object();
    /** Both under the lock. */
    private final Queue<Waiting> waiting = new LinkedList<>();

    private boolean isSending;
    private volatile boolean isClosed;
    /** Of the thread that sends. */
    private @Nullable Connection connection;

    /** @param target the address to which appends are sent on now; empty for none any more */
    Forwarder(EventLog log, Reach reach, Supplier<Optional<String>> target) {
        this.log = log;
        this.reach = reach;
        this.target = target;
    }

    /** One result for each draft, in order; the future never fails. */
    CompletableFuture<List<Result<Forwarded>>> send(AppendRequest request) {
        Waiting asked = new Waiting(request, new CompletableFuture<>());
        boolean isFull;
        boolean isFirst;
        synchronized (lock) {
            isFull = waiting.size() >= MOST;
            isFirst = !isFull && !isSending;
            if (!isFull) {
                waiting.add(asked);
                isSending = true;
            }
        }
        if (isFull) {
            asked.refuse(Failure.of(
                    Failure.Kind.OVERLOADED,
                    MOST + " requests wait to be sent on to the primary",
                    "nothing was stored; try again in a moment"));
        } else if (isFirst) {
            begin();
        }
        return asked.answer().thenCompose(this::onceHere);
    }

    private void begin() {
        try {
            thread.execute(this::sendAll);
        } catch (RejectedExecutionException e) {
            isClosed = true;
            refuseAll();
        }
    }

    private void refuseAll() {
        for (Waiting each = next(); each != null; each = next()) {
            each.refuse(Failure.of(Failure.Kind.OVERLOADED, "Photon is stopping", "try again after its restart"));
        }
    }

    /** The one whose turn it is, which waits no more; null for none, and then the next one begins anew. */
    private @Nullable Waiting next() {
        synchronized (lock) {
            isSending = !waiting.isEmpty();
            return waiting.poll();
        }
    }

    private void sendAll() {
        List<Waiting> together = List.of();
        try {
            while (!isClosed) { // asked first: what is taken from the queue must be answered
                Waiting first = next();
                if (first == null) {
                    return;
                }
                together = with(first);
                sendNow(together);
            }
        } catch (RuntimeException | VirtualMachineError | LinkageError e) {
            together.forEach(each -> each.refuse(Failure.outcomeUnknown("sending it on to the primary failed: " + e)));
            disconnect();
            begin(); // the others are sent, whatever was wrong with this one
            throw e;
        } finally {
            if (isClosed) {
                refuseAll();
                disconnect();
            }
        }
    }

    /** It, and what waits right after it and may be sent with it. */
    private List<Waiting> with(Waiting first) {
        List<Waiting> together = new ArrayList<>(List.of(first));
        synchronized (lock) {
            int events = first.events();
            long bytes = first.bytes();
            Waiting next = waiting.peek();
            while (first.isPlain()
                    && next != null
                    && next.isPlain()
                    && events + next.events() <= MOST_EVENTS
                    && bytes + next.bytes() <= MOST_BYTES) {
                events += next.events();
                bytes += next.bytes();
                together.add(waiting.remove());
                next = waiting.peek();
            }
        }
        return together;
    }

    private void sendNow(List<Waiting> together) {
        List<Waiting> taken = new ArrayList<>(together.size());
        for (Waiting each : together) {
            if (each.request().withdrawal() == null
                    || each.request().withdrawal().take()) {
                taken.add(each);
            } else {
                each.refuse(Failure.of(
                        Failure.Kind.OVERLOADED,
                        "it waited too long for its turn and was taken back",
                        "nothing was stored; try again in a moment"));
            }
        }
        if (taken.isEmpty()) {
            return;
        }
        Result<PhotonClient> client = client();
        if (client instanceof Result.Err<PhotonClient> err) {
            taken.forEach(each -> each.refuse(err.failure()));
            return;
        }
        List<EventDraft> drafts = new ArrayList<>();
        taken.forEach(each -> drafts.addAll(each.request().drafts()));
        AppendRequest first = taken.get(0).request();
        if (!taken.get(0).isPlain() && isOverBroker()) {
            taken.forEach(each -> each.refuse(Failure.of(
                    Failure.Kind.NOT_PRIMARY,
                    "this Photon sends appends on over AMQP, which carries no atomic emits and no expected positions",
                    "nothing was stored; send it to the primary itself")));
            return;
        }
        List<Result<Forwarded>> results = drafts.size() == 1
                ? List.of(one(client.value(), first))
                : several(client.value(), drafts, options(drafts, first, taken.size() == 1 && first.atomic()));
        if (results.stream().anyMatch(Forwarder::isOfTheConnection)) {
            disconnect(); // the next one may need another token
        }
        int from = 0;
        for (Waiting each : taken) {
            each.answer()
                    .complete(results.subList(from, from + each.events()).stream()
                            .map(Forwarder::asOurs)
                            .toList());
            from += each.events();
        }
    }

    private boolean isOverBroker() {
        return connection != null && Reach.isBroker(connection.address());
    }

    private static boolean isOfTheConnection(Result<Forwarded> result) {
        return !result.isOk()
                && (result.failure().kind() == Failure.Kind.OUTCOME_UNKNOWN
                        || result.failure().kind() == Failure.Kind.UNREACHABLE
                        || result.failure().kind() == Failure.Kind.NOT_PRIMARY
                        || result.failure().kind() == Failure.Kind.NOT_AUTHENTICATED);
    }

    /** To the one that takes appends now. */
    private Result<PhotonClient> client() {
        Optional<String> now = target.get();
        if (now.isEmpty()) {
            return Result.err(
                    Failure.Kind.NOT_PRIMARY,
                    "this Photon sends no appends on any more, as another one takes them or itself does",
                    "nothing was stored; try again in a moment");
        }
        String address = now.get();
        Connection kept = connection;
        if (kept != null && kept.address().equals(address)) {
            return Result.ok(kept.client());
        }
        disconnect();
        return reach.connect(address, LIMITS).map(client -> {
            connection = new Connection(address, client);
            return client;
        });
    }

    private void disconnect() {
        Connection kept = connection;
        connection = null;
        if (kept != null) {
            kept.client().close();
        }
    }

    /** The emitter may do it, or it would have been refused here: what is not allowed is this node, which it cannot change. */
    private static Result<Forwarded> asOurs(Result<Forwarded> result) {
        return !result.isOk()
                        && (result.failure().kind() == Failure.Kind.NOT_AUTHENTICATED
                                || result.failure().kind() == Failure.Kind.DENIED)
                ? Result.err(
                        Failure.Kind.UNREACHABLE,
                        "this Photon may not append on the one that takes events: "
                                + result.failure().message(),
                        "nothing was stored; see follow.user of this Photon")
                : result;
    }

    private static Result<Forwarded> one(PhotonClient client, AppendRequest request) {
        return client.emit(line(request.drafts().get(0)), options(request.drafts(), request, false))
                .map(Forwarder::read);
    }

    private static List<Result<Forwarded>> several(PhotonClient client, List<EventDraft> drafts, EmitOptions options) {
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        for (EventDraft draft : drafts) {
            lines.writeBytes(line(draft));
            lines.write('\n');
        }
        ByteArrayOutputStream answers = new ByteArrayOutputStream();
        Result<Long> sent = client.emitLines(new ByteArrayInputStream(lines.toByteArray()), options, answers::write);
        List<Result<Forwarded>> results = new ArrayList<>();
        byte[] all = answers.toByteArray();
        int start = 0;
        for (int i = 0; i < all.length; i++) {
            if (all[i] == '\n') {
                byte[] answer = Arrays.copyOfRange(all, start, i);
                start = i + 1;
                if (answer.length > 0 && results.size() < drafts.size()) {
                    results.add(
                            JsonFields.text(answer, "error") == null
                                    ? Result.ok(read(answer))
                                    : Result.err(FailureJson.read(answer, Failure.Kind.INTERNAL)));
                }
            }
        }
        Failure rest =
                sent.isOk() ? Failure.outcomeUnknown("the primary did not answer for each event") : sent.failure();
        while (results.size() < drafts.size()) {
            results.add(Result.err(rest));
        }
        return results;
    }

    private static byte[] line(EventDraft draft) {
        byte[] body = draft.body();
        byte[] line = new byte[body.length + 1];
        line[0] = '{';
        System.arraycopy(body, 0, line, 1, body.length);
        return line;
    }

    private static EmitOptions options(List<EventDraft> drafts, AppendRequest request, boolean atomic) {
        Expect expect = request.expect();
        String text = expect instanceof Expect.Last last
                ? Long.toString(last.orderId())
                : expect instanceof Expect.Any ? null : "none";
        boolean idempotent = drafts.stream().allMatch(draft -> draft.localId() != null);
        return new EmitOptions(text, atomic, idempotent);
    }

    private static Forwarded read(byte[] answer) {
        String durability = JsonFields.text(answer, "durability");
        return new Forwarded(
                JsonFields.number(answer, "order-id"),
                JsonFields.number(answer, "event-time"),
                durability == null ? "" : durability,
                "true".equals(JsonFields.text(answer, "duplicate")));
    }

    /** Waits a moment until what was stored has come back. */
    private CompletableFuture<List<Result<Forwarded>>> onceHere(List<Result<Forwarded>> results) {
        long last = 0;
        for (Result<Forwarded> result : results) {
            last = result.isOk() ? Math.max(last, result.value().orderId()) : last;
        }
        return last == 0
                ? CompletableFuture.completedFuture(results)
                : log.headAbove(last - 1)
                        .completeOnTimeout(0L, SEEN_HERE_MS, TimeUnit.MILLISECONDS)
                        .thenApply(head -> results);
    }

    private static List<Result<Forwarded>> all(int count, Failure failure) {
        return Collections.nCopies(count, Result.err(failure));
    }

    /** What waits is refused; what is under way ends as it ends there. */
    @Override
    public void close() {
        isClosed = true;
        try {
            thread.execute(() -> {
                refuseAll();
                disconnect();
            });
        } catch (RejectedExecutionException e) {
            return; // it was closed before
        }
        thread.shutdown();
    }
}
