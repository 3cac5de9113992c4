// SPDX-License-Identifier: Apache-2.0
package io.photon.follow;

import io.photon.client.ClientSettings;
import io.photon.client.EmitOptions;
import io.photon.client.PhotonClient;
import io.photon.client.http.HttpPhotonClient;
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
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Sends appends on to the node that is followed, with the identity of this one: who may append is checked before. An event is
 * answered once it is here, too, if that does not take long, so that an emitter finds it. Thread-safe.
 */
final class Forwarder implements AutoCloseable {

    /** Requests at a time; each holds a connection. */
    private static final int AT_ONCE = 8;
    /** Requests under way and waiting. */
    private static final int MOST = 1_000;

    private static final int LIMIT_MS = 30_000;
    private static final long SEEN_HERE_MS = 2_000;

    private final EventLog log;
    private final Supplier<ClientSettings> settings;
    private final ExecutorService threads = Steady.pool("photon-forward", AT_ONCE, Thread.NORM_PRIORITY);
    private final ConcurrentLinkedQueue<PhotonClient> idle = new ConcurrentLinkedQueue<>();
    private final BooleanSupplier follows;
    private final Semaphore room = new Semaphore(MOST);

    Forwarder(EventLog log, Supplier<ClientSettings> settings, BooleanSupplier follows) {
        this.follows = follows;
        this.log = log;
        this.settings = settings;
    }

    /** One result for each draft, in order; the future never fails. */
    CompletableFuture<List<Result<Forwarded>>> send(AppendRequest request) {
        int count = request.drafts().size();
        if (!room.tryAcquire()) {
            return CompletableFuture.completedFuture(all(
                    count,
                    Failure.of(
                            Failure.Kind.OVERLOADED,
                            MOST + " requests wait to be sent on to the primary",
                            "nothing was stored; try again in a moment")));
        }
        CompletableFuture<List<Result<Forwarded>>> answer = new CompletableFuture<>();
        try {
            threads.execute(() -> {
                try {
                    answer.complete(sendNow(request));
                } catch (RuntimeException | VirtualMachineError | LinkageError e) {
                    answer.complete(all(count, Failure.outcomeUnknown("sending it on to the primary failed: " + e)));
                    throw e;
                } finally {
                    room.release();
                }
            });
        } catch (RejectedExecutionException stopping) {
            room.release();
            answer.complete(all(
                    count, Failure.of(Failure.Kind.OVERLOADED, "Photon is stopping", "try again after its restart")));
        }
        return answer.thenCompose(this::onceHere);
    }

    private List<Result<Forwarded>> sendNow(AppendRequest request) {
        if (request.withdrawal() != null && !request.withdrawal().take()) {
            return all(
                    request.drafts().size(),
                    Failure.of(
                            Failure.Kind.OVERLOADED,
                            "it waited too long for its turn and was taken back",
                            "nothing was stored; try again in a moment"));
        }
        if (!follows.getAsBoolean()) {
            return all(
                    request.drafts().size(),
                    Failure.of(
                            Failure.Kind.NOT_PRIMARY,
                            "this Photon has ceased to follow while it waited to be sent on",
                            "nothing was stored; try again in a moment"));
        }
        PhotonClient kept = idle.poll();
        PhotonClient client = kept != null ? kept : connect();
        List<Result<Forwarded>> results =
                request.drafts().size() == 1 ? List.of(one(client, request)) : several(client, request);
        boolean sound = results.stream()
                .allMatch(result -> result.isOk()
                        || (result.failure().kind() != Failure.Kind.OUTCOME_UNKNOWN
                                && result.failure().kind() != Failure.Kind.UNREACHABLE
                                && result.failure().kind() != Failure.Kind.NOT_AUTHENTICATED));
        if (sound) {
            idle.add(client);
        } else {
            client.close(); // the next one may need another token
        }
        return results.stream().map(Forwarder::asOurs).toList();
    }

    /** The emitter may do it, or it would have been refused here: what is not allowed is this node, which it cannot change. */
    private static Result<Forwarded> asOurs(Result<Forwarded> result) {
        return !result.isOk()
                        && (result.failure().kind() == Failure.Kind.NOT_AUTHENTICATED
                                || result.failure().kind() == Failure.Kind.DENIED)
                ? Result.err(
                        Failure.Kind.UNREACHABLE,
                        "this follower may not append on its primary: "
                                + result.failure().message(),
                        "nothing was stored; see follow.user of this Photon")
                : result;
    }

    private PhotonClient connect() {
        return new HttpPhotonClient(settings.get().withTimeout(LIMIT_MS));
    }

    private static Result<Forwarded> one(PhotonClient client, AppendRequest request) {
        return client.emit(line(request.drafts().get(0)), options(request, false))
                .map(Forwarder::read);
    }

    private static List<Result<Forwarded>> several(PhotonClient client, AppendRequest request) {
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        for (EventDraft draft : request.drafts()) {
            lines.writeBytes(line(draft));
            lines.write('\n');
        }
        ByteArrayOutputStream answers = new ByteArrayOutputStream();
        Result<Long> sent = client.emitLines(
                new ByteArrayInputStream(lines.toByteArray()), options(request, request.atomic()), answers::write);
        List<Result<Forwarded>> results = new ArrayList<>();
        byte[] all = answers.toByteArray();
        int start = 0;
        for (int i = 0; i < all.length; i++) {
            if (all[i] == '\n') {
                byte[] answer = Arrays.copyOfRange(all, start, i);
                start = i + 1;
                if (answer.length > 0 && results.size() < request.drafts().size()) {
                    results.add(
                            JsonFields.text(answer, "error") == null
                                    ? Result.ok(read(answer))
                                    : Result.err(FailureJson.read(answer, Failure.Kind.INTERNAL)));
                }
            }
        }
        Failure rest =
                sent.isOk() ? Failure.outcomeUnknown("the primary did not answer for each event") : sent.failure();
        while (results.size() < request.drafts().size()) {
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

    private static EmitOptions options(AppendRequest request, boolean atomic) {
        Expect expect = request.expect();
        String text = expect instanceof Expect.Last last
                ? Long.toString(last.orderId())
                : expect instanceof Expect.Any ? null : "none";
        boolean idempotent = request.drafts().stream().allMatch(draft -> draft.localId() != null);
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

    @Override
    public void close() {
        threads.shutdown();
        PhotonClient client = idle.poll();
        while (client != null) {
            client.close();
            client = idle.poll();
        }
    }
}
