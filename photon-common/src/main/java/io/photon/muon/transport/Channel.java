// SPDX-License-Identifier: Apache-2.0
package io.photon.muon.transport;

import io.photon.muon.wire.MuonMessage;
import io.photon.muon.wire.MuonMessageCodec;

/**
 * One socket between two services: a pair of queues and the protocol they were opened for (docs/muon-protocol section
 * 3). Thread-safe; messages arrive in the order of the calls to {@link #send}.
 *
 * <p>The transport pings and watches the other side's silence by itself; neither is seen here.
 */
public interface Channel {

    /** The protocol that was named in the handshake. */
    String protocol();

    /** Unique in this process, for logs. */
    String name();

    /**
     * Hands a message to the transport; never blocks. It is sent unless the channel is closed first.
     *
     * @return whether more may be sent now; false asks the sender to wait for {@link ChannelListener#writable()}, which
     *     then comes in any case, before it sends what it can hold back (stream items). What cannot wait (answers) may be
     *     sent all the same.
     */
    boolean send(MuonMessage message);

    /**
     * Whether a message is small enough for the broker and for its reader; one that is not ends the socket when it is
     * sent. A large one is encoded to find out.
     */
    default boolean fits(MuonMessage message) {
        return MuonMessageCodec.fits(message, MuonMessageCodec.MAX_BODY_BYTES);
    }

    /** Tells the other side, then lets the socket go. {@link ChannelListener#closed} is called once. Idempotent. */
    void close();
}
