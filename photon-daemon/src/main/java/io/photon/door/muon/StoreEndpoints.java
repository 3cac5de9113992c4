package io.photon.door.muon;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.photon.api.Caller;
import io.photon.api.PhotonApi;
import io.photon.api.ProjectionApi;
import io.photon.api.StreamSummary;
import io.photon.muon.eventstore.StoreQuestion;
import io.photon.result.Failure;
import io.photon.result.Result;
import io.photon.text.Utf8;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Questions of our own about streams, events and the store, see {@code StorePaths}. Its methods may wait for the disk. */
final class StoreEndpoints {

    private static final JsonMapper JSON = new JsonMapper();
    private static final int PAGE = 1_000;
    private static final int TRACED = 1_000;

    private final PhotonApi api;
    /** Null when this Photon has none. */
    private final ProjectionApi projections;

    StoreEndpoints(PhotonApi api, ProjectionApi projections) {
        this.api = api;
        this.projections = projections;
    }

    Result<byte[]> streams(Caller caller, StoreQuestion asked) {
        String after = asked.text(StoreQuestion.AFTER);
        String prefix = asked.text(StoreQuestion.PREFIX);
        return asked.number(StoreQuestion.LIMIT, PAGE).then(limit -> {
            int most = (int) Math.max(1, Math.min(PAGE, limit));
            return api.streams(caller, after == null ? "" : after, prefix == null ? "" : prefix, most)
                    .map(streams -> page(streams, most));
        });
    }

    private static byte[] page(List<StreamSummary> streams, int most) {
        Listing page = new Listing("streams");
        for (StreamSummary stream : streams) {
            if (!page.add(stream.json())) {
                break;
            }
        }
        return page.json(streams.size() == most);
    }

    Result<byte[]> stream(Caller caller, StoreQuestion asked) {
        return asked.required(StoreQuestion.STREAM)
                .then(name -> api.stream(caller, name))
                .map(found -> Utf8.bytes(found.json()));
    }

    Result<byte[]> trace(Caller caller, StoreQuestion asked) {
        return asked.required(StoreQuestion.ORDER_ID)
                .then(there -> asked.number(StoreQuestion.ORDER_ID, 0))
                .then(orderId -> asked.number(StoreQuestion.LIMIT, TRACED)
                        .then(limit -> api.trace(caller, orderId, (int) Math.min(PhotonApi.MAX_EFFECTS, limit))));
    }

    Result<byte[]> stats(Caller caller) {
        return api.stats(caller).then(facts -> {
            Map<String, Object> all = new LinkedHashMap<>(facts);
            if (projections != null && projections.stats(caller) instanceof Result.Ok<Map<String, Object>> ok) {
                all.put("projections", ok.value());
            }
            try {
                return Result.ok(JSON.writeValueAsBytes(all));
            } catch (JsonProcessingException e) {
                return Result.err(Failure.Kind.INTERNAL, "the counters cannot be written: " + e.getMessage(), null);
            }
        });
    }
}
