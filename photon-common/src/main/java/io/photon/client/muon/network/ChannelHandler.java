// SPDX-License-Identifier: Apache-2.0
package io.photon.client.muon.network;

import io.photon.muon.stack.client.Outgoing;
import io.photon.muon.wire.MuonMessage;
import io.photon.result.Failure;

/** One virtual channel, as its owner sees it. Called from transport threads, one call after another. Never blocks. */
interface ChannelHandler {

    /** What opens the channel. */
    Outgoing opening();

    /**
     * The other side said something.
     *
     * @return whether more is expected; false ends the channel
     */
    boolean receive(MuonMessage message);

    /** Nothing more comes, and this is why. */
    void lost(Failure failure);
}
