package io.photon.door.muon;

import io.photon.api.Caller;
import io.photon.api.Observation;
import io.photon.muon.eventstore.StoreQuestion;
import io.photon.result.Result;

/** Questions of somebody who watches the daemon, see {@code StorePaths}: answered as over HTTP, byte for byte. */
final class ObservationEndpoints {

    private final Observation observation;

    ObservationEndpoints(Observation observation) {
        this.observation = observation;
    }

    Result<byte[]> log(Caller caller, StoreQuestion asked) {
        return asked.number(StoreQuestion.AFTER, 0)
                .then(after -> limit(asked).then(limit -> observation.log(caller, after, limit)));
    }

    Result<byte[]> subscribers(Caller caller, StoreQuestion asked) {
        return asked.number(StoreQuestion.AFTER, Observation.WORST_FIRST)
                .then(after -> limit(asked).then(limit -> observation.subscribers(caller, after, limit)));
    }

    Result<byte[]> busiest(Caller caller, StoreQuestion asked) {
        return limit(asked).then(limit -> observation.busiest(caller, limit));
    }

    private static Result<Long> limit(StoreQuestion asked) {
        return asked.number(StoreQuestion.LIMIT, Observation.ROWS);
    }
}
