// SPDX-License-Identifier: Apache-2.0
package io.photon.door.muon;

import io.photon.api.Caller;
import io.photon.api.Origin;
import io.photon.api.PhotonApi;
import io.photon.muon.wire.RpcRequest;
import io.photon.result.Result;
import org.jspecify.annotations.Nullable;

/** Who asks: the user of a valid token, else a guest of the broker. Thread-safe. */
final class Callers {

    private final PhotonApi api;
    private final Origin origin;
    private final Caller guest;

    Callers(PhotonApi api, MuonSettings settings) {
        this.api = api;
        this.origin = new Origin("muon", settings.broker(), settings.brokerIsLocal());
        this.guest = api.guest(origin, settings.permissions());
    }

    Caller guest() {
        return guest;
    }

    /** The caller of a call, who may have put a token into its body. */
    Caller of(RpcRequest request) {
        return of(request.token() != null ? request.token() : MuonEvents.token(request.body()));
    }

    /**
     * The caller of a token. One that is not valid here makes a guest: newer clients send the tokens of other providers
     * with everything (docs/muon-protocol 8.2).
     *
     * @param token null when there is none
     */
    Caller of(@Nullable String token) {
        if (token == null || token.isEmpty()) {
            return guest;
        }
        return api.loginByTokenOrBeGuest(origin, token) instanceof Result.Ok<Caller> ok ? ok.value() : guest;
    }
}
