package io.photon.door.http.endpoint;

import io.photon.api.Caller;
import io.photon.api.Download;
import io.photon.api.ProjectionApi;
import io.photon.api.ProjectionView;
import io.photon.door.http.wire.Bytes;
import io.photon.door.http.wire.Call;
import io.photon.door.http.wire.HttpSettings;
import io.photon.door.http.wire.OpenRequests;
import io.photon.door.http.wire.PulledAnswer;
import io.photon.door.http.wire.PushedAnswer;
import io.photon.door.http.wire.SseFormat;
import io.photon.door.http.wire.Target;
import io.photon.result.Failure;
import io.photon.result.Result;
import io.photon.text.Utf8;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.reactivestreams.Publisher;

/** Projections: {@code /api/projections}, {@code /api/projection…}, {@code /api/schema/:stream}. */
public final class ProjectionEndpoints {

    private static final long DEFAULT_WAIT_MS = 30_000;

    private final ProjectionApi api;
    private final HttpSettings settings;
    private final OpenRequests openRequests;

    public ProjectionEndpoints(ProjectionApi api, HttpSettings settings, OpenRequests openRequests) {
        this.api = api;
        this.settings = settings;
        this.openRequests = openRequests;
    }

    private static String name(Call call) {
        return call.segment(2);
    }

    public void keys(Call call) {
        Result<List<String>> names = api.names(call.caller());
        if (names instanceof Result.Err<List<String>> err) {
            call.answer(err.failure());
            return;
        }
        Bytes json = new Bytes(256).ascii("{\"projection-keys\":[");
        boolean first = true;
        for (String name : names.value()) {
            json.ascii(first ? "" : ",").quoted(name);
            first = false;
        }
        call.answer(200, json.ascii("]}").toArray());
    }

    public void list(Call call) {
        call.onWorker(() -> {
            Result<List<ProjectionView>> all = api.list(call.caller());
            if (all instanceof Result.Err<List<ProjectionView>> err) {
                call.answer(err.failure());
                return;
            }
            Bytes json = new Bytes(4_096).ascii("{\"projections\":[");
            boolean first = true;
            for (ProjectionView view : all.value()) {
                json.ascii(first ? "" : ",").add(view.json());
                first = false;
            }
            call.answer(200, json.ascii("]}").toArray());
        });
    }

    public void show(Call call) {
        onWorker(call, () -> api.find(call.caller(), name(call)).map(view -> view.json()));
    }

    public void field(Call call) {
        onWorker(call, () -> api.field(call.caller(), name(call), call.segment(3)));
    }

    public void value(Call call) {
        Target target = call.target();
        if (target.param("key") == null && target.param("at") == null) {
            call.onWorker(() -> {
                Result<Download> whole = api.wholeValue(call.caller(), name(call));
                if (whole instanceof Result.Ok<Download> ok) {
                    PulledAnswer answer = new PulledAnswer(call, ok.value(), Call.JSON, openRequests);
                    call.onIo(() -> call.guarded(answer::start));
                } else {
                    call.answer(whole.failure());
                }
            });
            return;
        }
        onWorker(call, () -> api.value(call.caller(), name(call), target.param("key"), target.param("at")));
    }

    public void diff(Call call) {
        Caller caller = call.caller();
        required(call, "from", "to", (from, to) -> api.diff(caller, name(call), from, to));
    }

    public void bisect(Call call) {
        required(
                call,
                "until",
                "until",
                (until, same) -> api.bisect(call.caller(), name(call), until).map(turning -> turning.json()));
    }

    public void delete(Call call) {
        changed(call, api.delete(call.caller(), name(call)).thenApply(deleted -> {
            boolean fine =
                    deleted instanceof Result.Err<Boolean> err && StreamEndpoints.wasNotThere(call, err.failure());
            return fine ? Result.ok(true) : deleted;
        }));
    }

    public void reset(Call call) {
        changed(call, api.reset(call.caller(), name(call)));
    }

    public void pause(Call call) {
        changed(call, api.pause(call.caller(), name(call)));
    }

    public void resume(Call call) {
        changed(call, api.resume(call.caller(), name(call), call.target().flag("skip")));
    }

    public void schema(Call call) {
        onWorker(call, () -> api.schema(call.caller(), call.segment(2)));
    }

    public void updates(Call call) {
        call.onWorker(() -> {
            Result<Publisher<ProjectionView>> updates = api.updates(call.caller(), name(call));
            if (updates instanceof Result.Ok<Publisher<ProjectionView>> ok) {
                call.onIo(() -> call.guarded(
                        () -> new PushedAnswer<>(call, () -> 0, SseFormat.OF_STATES, settings, openRequests)
                                .start(ok.value(), true)));
            } else {
                call.answer(updates.failure());
            }
        });
    }

    public void await(Call call) {
        String timeout = call.target().param("timeout");
        String atLeast = call.target().param("at-least");
        if (atLeast == null || timeout != null && !timeout.matches("\\d{1,9}")) {
            call.answer(Failure.of(
                    Failure.Kind.BAD_INPUT,
                    atLeast == null ? "at-least is missing" : "timeout is '" + timeout + "'",
                    "give at-least=ORDER-ID, and a timeout in ms"));
            return;
        }
        Duration patience = Duration.ofMillis(timeout == null ? DEFAULT_WAIT_MS : Long.parseLong(timeout));
        call.onWorker(() -> api.await(call.caller(), name(call), atLeast, patience)
                .thenAccept(reached -> {
                    if (reached instanceof Result.Ok<Long> ok) {
                        call.answer(200, Utf8.bytes("{\"position\":" + ok.value() + "}"));
                    } else {
                        call.answer(reached.failure());
                    }
                }));
    }

    private interface Two {
        Result<byte[]> of(String one, String other);
    }

    private static void required(Call call, String one, String other, Two use) {
        for (String name : List.of(one, other)) {
            if (call.target().param(name) == null) {
                call.answer(Failure.of(Failure.Kind.BAD_INPUT, name + " is missing", "give it in the query string"));
                return;
            }
        }
        onWorker(call, () -> use.of(call.target().param(one), call.target().param(other)));
    }

    private static void onWorker(Call call, Supplier<Result<byte[]>> use) {
        call.onWorker(() -> {
            Result<byte[]> json = use.get();
            call.answer(json);
        });
    }

    static void changed(Call call, CompletableFuture<Result<Boolean>> change) {
        change.thenAccept(done -> {
            if (done instanceof Result.Ok<Boolean>) {
                call.answer(200, Utf8.bytes("{\"correct\":true}"));
            } else {
                call.answer(done.failure());
            }
        });
    }
}
