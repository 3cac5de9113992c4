package io.photon.door.http.endpoint;

import io.photon.api.PhotonApi;
import io.photon.api.ProjectionApi;
import io.photon.budget.Budget;
import io.photon.budget.Use;
import io.photon.codec.FailureJson;
import io.photon.door.http.wire.Call;
import io.photon.door.http.wire.OpenRequests;
import io.photon.result.Result;
import io.photon.text.Utf8;
import java.util.LinkedHashMap;
import java.util.Map;

/** How the daemon is: {@code /health} and {@code /ready} for everybody, {@code /api/ping} and {@code /api/stats}. */
public final class StateEndpoints {

    private final PhotonApi api;
    private final ProjectionApi projections;
    private final OpenRequests openRequests;
    private final Budget budget;

    public StateEndpoints(PhotonApi api, ProjectionApi projections, OpenRequests openRequests, Budget budget) {
        this.api = api;
        this.projections = projections;
        this.openRequests = openRequests;
        this.budget = budget;
    }

    /** 200 when alive. */
    public void health(Call call) {
        call.answer(200, Utf8.bytes("{\"status\":\"alive\"}"));
    }

    /** 200 when able to append. */
    public void ready(Call call) {
        Result<Long> ready = api.readiness();
        if (ready instanceof Result.Ok<Long>) {
            call.answer(200, Utf8.bytes("{\"status\":\"ready\"}"));
        } else {
            call.answer(503, FailureJson.bytes(ready.failure()));
        }
    }

    /** Whether the identity holds. */
    public void ping(Call call) {
        call.answer(200, Utf8.bytes("{\"auth\":\"ok\"}"));
    }

    public void stats(Call call) {
        call.onWorker(() -> {
            Result<Map<String, Object>> stats = api.stats(call.caller());
            if (stats instanceof Result.Ok<Map<String, Object>> ok) {
                Map<String, Object> all = new LinkedHashMap<>(ok.value());
                Map<String, Object> http = new LinkedHashMap<>();
                http.put("requests", openRequests.requests());
                http.put("readers", openRequests.readers());
                http.put("inbound-bytes", budget.usedBytes(Use.REQUESTS));
                http.put("outbound-bytes", budget.usedBytes(Use.ANSWERS));
                if (projections.stats(call.caller()) instanceof Result.Ok<Map<String, Object>> projecting) {
                    all.put("projections", projecting.value());
                }
                all.put("http", http);
                all.put("memory", budget.stats());
                call.answer(200, RestoreEndpoint.json(all));
            } else {
                call.answer(stats.failure());
            }
        });
    }
}
