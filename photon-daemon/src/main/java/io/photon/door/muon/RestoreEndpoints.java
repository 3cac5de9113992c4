package io.photon.door.muon;

import io.photon.api.Caller;
import io.photon.api.Incoming;
import io.photon.api.PhotonApi;
import io.photon.codec.JsonFields;
import io.photon.muon.wire.MessageIds;
import io.photon.muon.wire.RpcRequest;
import io.photon.muon.wire.RpcResponse;
import io.photon.result.Failure;
import io.photon.result.Failure.Kind;
import io.photon.result.Result;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * An exact restore over calls, for holders of a token (DESIGN 8); the protocol has none of its own: {@code
 * /restore/begin} answers an id, {@code /restore/lines?restore=ID} takes the backup's bytes piece by piece, {@code
 * /restore/finish?restore=ID} publishes them, all or nothing. One that is left alone is let go. Its methods may wait:
 * workers call them.
 */
final class RestoreEndpoints {

    /** A client sends the next piece as soon as the last one is taken. */
    private static final long IDLE_MS = 60_000;

    private static final String ID = "?restore=";

    private final PhotonApi api;
    private final Callers callers;
    private final Executor workers;
    private final LongSupplier clockMs;
    private Running running;

    /** @param workers for what may wait @param clockMs a clock that only goes forward */
    RestoreEndpoints(PhotonApi api, Callers callers, Executor workers, LongSupplier clockMs) {
        this.api = api;
        this.callers = callers;
        this.workers = workers;
        this.clockMs = clockMs;
    }

    /** Guarded by this object, as is everything in it. */
    private static final class Running {
        private final String id;
        private final String caller;
        private final Incoming restore;
        private long usedMs;

        Running(String id, String caller, Incoming restore, long usedMs) {
            this.id = id;
            this.caller = caller;
            this.restore = restore;
            this.usedMs = usedMs;
        }
    }

    /** {@code {"dry-run","until","allow-incomplete"}}, all optional. */
    synchronized void begin(RpcRequest request, Consumer<RpcResponse> answer) {
        byte[] body = request.body();
        Caller caller = callers.of(request.token());
        Result<Incoming> begun = api.restore(
                caller,
                "true".equals(JsonFields.text(body, "dry-run")),
                JsonFields.text(body, "until"),
                false,
                "true".equals(JsonFields.text(body, "allow-incomplete")));
        if (begun instanceof Result.Err<Incoming> err) {
            answer.accept(Answers.failure(err.failure()));
            return;
        }
        letGo(); // the api allows one at a time, so what was here is over
        running = new Running(
                MessageIds.next(), caller.name(), ((Result.Ok<Incoming>) begun).value(), clockMs.getAsLong());
        watch(running, IDLE_MS);
        answer.accept(RpcResponse.json(200, "{\"restore\":\"" + running.id + "\"}"));
    }

    /** The body is the next piece of the backup as it is, not JSON. */
    synchronized void lines(RpcRequest request, Consumer<RpcResponse> answer) {
        Running restore = named(request);
        if (restore == null) {
            answer.accept(unknown());
            return;
        }
        restore.usedMs = clockMs.getAsLong();
        Optional<Failure> wrong = restore.restore.feed(request.body(), 0, request.body().length);
        if (wrong.isPresent()) {
            letGo();
        }
        answer.accept(wrong.map(Answers::failure).orElse(Answers.CORRECT));
    }

    /** The answer is that of a restore over HTTP. */
    synchronized void finish(RpcRequest request, Consumer<RpcResponse> answer) {
        Running restore = named(request);
        if (restore == null) {
            answer.accept(unknown());
            return;
        }
        Result<Map<String, Object>> done = restore.restore.finish();
        letGo();
        answer.accept(
                done instanceof Result.Ok<Map<String, Object>> ok
                        ? RpcResponse.json(200, json(ok.value()))
                        : Answers.failure(((Result.Err<Map<String, Object>>) done).failure()));
    }

    /** Nothing of it is left. */
    synchronized void cancel(RpcRequest request, Consumer<RpcResponse> answer) {
        if (named(request) != null) {
            letGo();
        }
        answer.accept(Answers.CORRECT);
    }

    /** The restore that is meant, for whoever began it; null for anybody else. */
    private Running named(RpcRequest request) {
        int at = request.url().indexOf(ID);
        boolean meant = running != null
                && at >= 0
                && request.url().substring(at + ID.length()).equals(running.id)
                && callers.of(request.token()).name().equals(running.caller);
        return meant ? running : null;
    }

    private static RpcResponse unknown() {
        return Answers.failure(Failure.of(
                Kind.CONFLICT,
                "this restore is not running: it failed, or was left alone for " + IDLE_MS / 1_000 + " s",
                "nothing was restored; begin again"));
    }

    private void letGo() {
        Running over = running;
        running = null;
        if (over != null) {
            over.restore.close();
        }
    }

    private void watch(Running watched, long afterMs) {
        CompletableFuture.delayedExecutor(afterMs, TimeUnit.MILLISECONDS, workers)
                .execute(() -> look(watched));
    }

    private synchronized void look(Running watched) {
        if (running != watched) {
            return;
        }
        long idleMs = clockMs.getAsLong() - watched.usedMs;
        if (idleMs >= IDLE_MS) {
            letGo();
        } else {
            watch(watched, Math.max(1, IDLE_MS - idleMs));
        }
    }

    /** Photon stops. */
    synchronized void close() {
        letGo();
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
