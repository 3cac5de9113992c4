// SPDX-License-Identifier: Apache-2.0
package io.photon.door.http.endpoint;

import io.photon.door.http.wire.call.Call;

/** Handles one kind of request. Called on the request's I/O thread; must not wait there. */
@FunctionalInterface
public interface Endpoint {
    void handle(Call call);
}
