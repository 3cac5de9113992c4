// SPDX-License-Identifier: Apache-2.0
package io.photon.door.http.endpoint;

import io.photon.api.PhotonApi;
import io.photon.codec.FailureJson;
import io.photon.door.http.wire.call.Call;
import io.photon.question.Params;
import io.photon.result.Failure;
import io.photon.result.Result;
import io.photon.text.Utf8;

/** How the daemon is, for everybody: {@code /health} and {@code /ready}. */
public final class OpenEndpoints {

    private final PhotonApi api;

    public OpenEndpoints(PhotonApi api) {
        this.api = api;
    }

    /** 200 when alive. */
    public void health(Call call) {
        call.answer(200, Utf8.bytes("{\"status\":\"alive\"}"));
    }

    /** 200 when able to append, or following; any reason not to be is a 503. */
    public void ready(Call call) {
        Result<Long> ready = api.readiness(call.target().param(Params.MAX_LAG.name()));
        if (ready.isOk()) {
            call.answer(200, Utf8.bytes("{\"status\":\"ready\"}"));
        } else {
            int status = ready.failure().kind() == Failure.Kind.BAD_INPUT ? 400 : 503;
            call.answer(status, FailureJson.bytes(ready.failure()));
        }
    }
}
