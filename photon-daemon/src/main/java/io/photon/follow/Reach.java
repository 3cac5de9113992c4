// SPDX-License-Identifier: Apache-2.0
package io.photon.follow;

import io.photon.client.PhotonClient;
import io.photon.result.Result;

/** How other nodes are reached. Thread-safe. */
public interface Reach {

    /**
     * How long things may take, each in ms.
     *
     * @param connect to connect
     * @param whole a request as a whole; 0 for no limit
     * @param silence an answer that stands still
     */
    record Limits(int connect, long whole, int silence) {}

    /**
     * Makes a connection, which is not opened before something is asked. Who this node is there is found anew for each one, as a
     * token may change.
     *
     * @param address of a node: {@link FollowSettings#url}, or what another node said
     */
    Result<PhotonClient> connect(String address, Limits limits);

    /** Whether it is that of a broker, over which nothing goes but what Muon carries. */
    static boolean isBroker(String address) {
        return address.startsWith("amqp:") || address.startsWith("amqps:");
    }
}
