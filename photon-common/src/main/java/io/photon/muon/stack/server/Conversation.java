// SPDX-License-Identifier: Apache-2.0
package io.photon.muon.stack.server;

import io.photon.muon.wire.MuonMessage;

/** What goes on in one virtual channel. */
interface Conversation {

    /** Another message of the same virtual channel. */
    void message(MuonMessage message);

    /** The socket takes messages again, after it had asked to wait. */
    default void writable() {}

    /** The virtual channel is gone: nothing may be sent any more, and no one waits. */
    void ended();
}
