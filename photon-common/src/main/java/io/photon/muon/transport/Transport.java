// SPDX-License-Identifier: Apache-2.0
package io.photon.muon.transport;

import io.photon.result.Result;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A way to reach Muon services: sockets between two services, and the announcements by which they find each other.
 * Thread-safe. It keeps its connection by itself: lost, it is made again with back-off, announcements and
 * {@link #serve} hold across that; sockets do not, they end with {@link ChannelListener#closed}.
 */
public interface Transport extends AutoCloseable {

    /** Who is there, and how to be found. */
    Discovery discovery();

    /**
     * Takes handshakes for a service, from now until this transport is closed, across reconnections. The acceptor is
     * called on a transport thread for each new socket and must not block; the handshake is answered after it returned, or
     * before when the broker keeps us waiting.
     */
    void serve(String service, ChannelAcceptor acceptor);

    /** Takes no more handshakes for a service; sockets that are open stay. Idempotent. */
    void unserve(String service);

    /**
     * Opens a socket to a service. Completes within the handshake's time limit: with UNREACHABLE when there is no
     * connection, TIMED_OUT when no answer came. The future itself never fails.
     *
     * @param protocol of the socket: {@code shared-channel}, or a protocol's own name for a direct one
     */
    CompletableFuture<Result<Channel>> open(String service, String protocol, ChannelListener listener);

    /** Whether there is a connection now, and since when or why not. Also hears of changes, see {@link Connectivity}. */
    Connectivity connectivity();

    /**
     * Why nothing can be sent for now though there is a connection, in the broker's words (RabbitMQ stops senders when its
     * memory or disk runs low); null when it can.
     */
    default @Nullable String obstacle() {
        return null;
    }

    /** Says goodbye on each socket, then lets everything go. Idempotent. */
    @Override
    void close();
}
