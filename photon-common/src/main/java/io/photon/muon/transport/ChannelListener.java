// SPDX-License-Identifier: Apache-2.0
package io.photon.muon.transport;

import io.photon.muon.wire.MuonMessage;

/**
 * Hears what comes on one socket. Calls come one after another, from transport threads; none may block.
 */
public interface ChannelListener {

    /**
     * A message came. Messages that end the socket ({@code closed}) are heard too, before {@link #closed}.
     *
     * @param done to be run once, from any thread, when the work that the message asks for is done (an event: durable);
     *     only then is it acknowledged to the broker. While too many are not done, no more messages are fetched.
     */
    void message(MuonMessage message, Runnable done);

    /** More may be sent again, after {@link Channel#send} had answered false. */
    default void writable() {}

    /**
     * The socket has ended; nothing more comes. Whatever ran over it must be cancelled.
     *
     * @param why for a person: the other side closed, was silent for too long, the connection was lost, …
     */
    void closed(String why);
}
