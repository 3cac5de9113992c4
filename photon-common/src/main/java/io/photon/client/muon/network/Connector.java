// SPDX-License-Identifier: Apache-2.0
package io.photon.client.muon.network;

import io.photon.muon.transport.Transport;
import io.photon.result.Result;

/** Makes the connection to the network, once, when it is first needed. */
@FunctionalInterface
public interface Connector {

    /**
     * A connected transport, or why there is none: UNREACHABLE, NOT_AUTHENTICATED, … in words that name the broker.
     *
     * @param timeoutMs how long it may take, 1 or more
     */
    Result<Transport> connect(long timeoutMs);
}
