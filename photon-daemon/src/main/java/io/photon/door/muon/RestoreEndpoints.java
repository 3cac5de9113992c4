// SPDX-License-Identifier: Apache-2.0
package io.photon.door.muon;

import io.photon.api.Caller;
import io.photon.api.PhotonApi;
import io.photon.api.Upload;
import io.photon.codec.JsonFields;
import io.photon.muon.stack.server.MuonService.RpcEndpoint;
import io.photon.muon.wire.MessageIds;
import io.photon.muon.wire.RpcRequest;
import io.photon.muon.wire.RpcResponse;
import io.photon.result.Failure;
import io.photon.result.Failure.Kind;
import io.photon.result.Fault;
import io.photon.result.Result;
import io.photon.task.Steady;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An exact restore over calls, for holders of a token (docs/architecture); the protocol has none of its own: {@code
 * /restore/begin} answers an id, {@code /restore/lines?restore=ID} takes the backup's bytes piece by piece, {@code
 * /restore/finish?restore=ID} publishes them, all or nothing. One that is left alone is let go. All of it
 * happens on one thread of its own, for publishing takes as long as there is data and other calls are not to wait for it.
 */
final class RestoreEndpoints {

    /** A client sends the next piece as soon as the last one is taken. */
    static final long IDLE_MS = 60_000;

    private static final Logger LOG = LoggerFactory.getLogger(RestoreEndpoints.class);

    /** There is one restore at a time, and its client has one call open. */
    private static final int MAX_WAITING = 16;

    private static final long STOP_MS = 2_000;

    private static final String ID = "?restore=";

    private final PhotonApi api;
    private final Callers callers;
    private final long idleMs;
    private final LongSupplier clockMs;
    private final Semaphore room = new Semaphore(MAX_WAITING);
    private final ScheduledThreadPoolExecutor thread = Steady.timer("muon-restore");
    /** Touched on the thread only, as is everything in it; by {@link #close} once that has ended. */
    private @Nullable Running running;

    /** @param idleMs how long one may be left alone @param clockMs a clock that only goes forward */
    RestoreEndpoints(PhotonApi api, Callers callers, long idleMs, LongSupplier clockMs) {
        this.api = api;
        this.callers = callers;
        this.idleMs = idleMs;
        this.clockMs = clockMs;
        thread.setRemoveOnCancelPolicy(true);
        thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /**
     * One of the methods below as an endpoint: it returns at once, refuses guests, and refuses when too many calls wait.
     *
     * @param endpoint answers its own faults
     */
    RpcEndpoint inTurn(RpcEndpoint endpoint) {
        return (request, answer) -> {
            Caller caller = callers.of(request.token());
            if (caller == callers.guest()) { // or anybody could make the one who may restore wait
                answer.accept(Answers.failure(Failure.of(
                        Kind.DENIED, caller.name() + " may not restore", "an exact restore needs a valid token")));
                return;
            }
            if (!room.tryAcquire()) {
                answer.accept(tooMany());
                return;
            }
            try {
                thread.execute(() -> {
                    room.release();
                    called(endpoint, request, answer);
                });
            } catch (RejectedExecutionException e) { // Photon stops
                room.release();
                answer.accept(tooMany());
            }
        };
    }

    /** A scheduled thread keeps to itself what a task throws. */
    private static void called(RpcEndpoint endpoint, RpcRequest request, Consumer<RpcResponse> answer) {
        try {
            endpoint.call(request, answer);
        } catch (RuntimeException | Error e) {
            LOG.error("muon: the call of {} failed", request.path(), e);
            throw e;
        }
    }

    private static RpcResponse tooMany() {
        return Answers.failure(
                Failure.of(Kind.OVERLOADED, "too many calls of restores wait already", "try again in a moment"));
    }

    private static final class Running {
        private final String id;
        private final String caller;
        private final Upload restore;
        private long usedMs;
        private @Nullable Future<?> watch;

        Running(String id, String caller, Upload restore, long usedMs) {
            this.id = id;
            this.caller = caller;
            this.restore = restore;
            this.usedMs = usedMs;
        }
    }

    /** {@code {"dry-run","until","allow-incomplete"}}, all optional. */
    void begin(RpcRequest request, Consumer<RpcResponse> answer) {
        byte[] body = request.body();
        Caller caller = callers.of(request.token());
        Result<Upload> begun = api.restore(
                caller,
                "true".equals(JsonFields.text(body, "dry-run")),
                JsonFields.text(body, "until"),
                false,
                "true".equals(JsonFields.text(body, "allow-incomplete")));
        if (begun instanceof Result.Err<Upload> err) {
            answer.accept(Answers.failure(err.failure()));
            return;
        }
        release(); // the api allows one at a time, so what was here is over
        running = new Running(MessageIds.next(), caller.name(), begun.value(), clockMs.getAsLong());
        watch(running, idleMs);
        answer.accept(RpcResponse.json(200, "{\"restore\":\"" + running.id + "\"}"));
    }

    /** The body is the next piece of the backup as it is, not JSON. */
    void lines(RpcRequest request, Consumer<RpcResponse> answer) {
        Running restore = named(request);
        if (restore == null) {
            answer.accept(unknown());
            return;
        }
        Optional<Failure> wrong = restore.restore.feed(request.body(), 0, request.body().length);
        restore.usedMs = clockMs.getAsLong(); // only now: taking a piece may last, and is no idleness
        if (wrong.isPresent()) {
            release();
        }
        answer.accept(wrong.map(Answers::failure).orElse(Answers.CORRECT));
    }

    /** The answer is that of a restore over HTTP. */
    void finish(RpcRequest request, Consumer<RpcResponse> answer) {
        Running restore = named(request);
        if (restore == null) {
            answer.accept(unknown());
            return;
        }
        Result<Map<String, Object>> done = finished(restore);
        Steady.run("muon: closing a restore", this::release); // it changes nothing of what is stored
        answer.accept(
                done instanceof Result.Ok<Map<String, Object>> ok
                        ? RpcResponse.json(200, json(ok.value()))
                        : Answers.failure(done.failure()));
    }

    /** A fault may come before the publishing or after it. */
    private static Result<Map<String, Object>> finished(Running restore) {
        try {
            return restore.restore.finish();
        } catch (RuntimeException | VirtualMachineError | LinkageError e) {
            Steady.report("muon: publishing a restore", e);
            return Result.err(Failure.outcomeUnknown(
                    "the restore failed: " + Fault.words(e),
                    "run the same restore again: what is there already is skipped"));
        }
    }

    /** Nothing of it is left. */
    void cancel(RpcRequest request, Consumer<RpcResponse> answer) {
        if (named(request) != null) {
            release();
        }
        answer.accept(Answers.CORRECT);
    }

    /** The restore that is meant, for the caller that began it; null for any other. */
    private @Nullable Running named(RpcRequest request) {
        int at = request.url().indexOf(ID);
        boolean meant = running != null
                && at >= 0
                && request.url().substring(at + ID.length()).equals(running.id)
                && callers.of(request.token()).name().equals(running.caller);
        return meant ? running : null;
    }

    private RpcResponse unknown() {
        return Answers.failure(Failure.of(
                Kind.CONFLICT,
                "this restore is not running: it failed, or was left alone for " + idleMs / 1_000 + " s",
                "nothing was restored; begin again"));
    }

    private void release() {
        Running over = running;
        running = null;
        if (over != null) {
            if (over.watch != null) {
                over.watch.cancel(false);
            }
            over.restore.close();
        }
    }

    private void watch(Running watched, long afterMs) {
        try {
            watched.watch = thread.schedule(() -> look(watched), afterMs, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("muon: Photon stops, and abandons the restore that has just begun", e);
        }
    }

    private void look(Running watched) {
        if (running != watched) {
            return;
        }
        long leftMs = watched.usedMs + idleMs - clockMs.getAsLong();
        if (leftMs > 0) {
            watch(watched, leftMs);
            return;
        }
        Steady.run("muon: ending a restore that was left alone", this::release);
    }

    /** Photon stops: what waits is still answered, and what is not finished is let go, within seconds. */
    void close() {
        thread.shutdown();
        try {
            if (thread.awaitTermination(STOP_MS, TimeUnit.MILLISECONDS)) {
                release();
            } else {
                LOG.warn("muon: a restore is still at work after {} ms, and ends with the process", STOP_MS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // then it ends with the process
        }
    }

    private static String json(Map<String, Object> fields) {
        StringBuilder json = new StringBuilder("{");
        fields.forEach((name, number) -> json.append(json.length() == 1 ? "" : ",")
                .append(JsonFields.quote(name))
                .append(':')
                .append(number));
        return json.append('}').toString();
    }
}
