// SPDX-License-Identifier: Apache-2.0
package io.photon.client.muon.network;

import io.photon.muon.transport.ForwardingTransport;
import io.photon.muon.transport.Transport;
import io.photon.result.Failure.Kind;
import io.photon.result.Result;
import org.jspecify.annotations.Nullable;

/**
 * One connection to a broker for several networks: each has sockets of its own on it, so that a slow reader of one holds up
 * no other. It stays until this is closed; one that was lost is made anew for the next who asks. Thread-safe.
 */
public final class SharedConnector implements Connector, AutoCloseable {

    private final Connector connector;
    private @Nullable Transport shared;
    private boolean closed;

    public SharedConnector(Connector connector) {
        this.connector = connector;
    }

    @Override
    public synchronized Result<Transport> connect(long timeoutMs) {
        if (closed) {
            return Result.err(Kind.UNREACHABLE, "the connection is closed", null);
        }
        if (shared != null && shared.connectivity().connected()) {
            return Result.ok(new Lent(shared));
        }
        if (shared != null) { // its sockets have ended with it; it would try again by itself only after a while
            shared.close();
            shared = null;
        }
        return connector.connect(timeoutMs).then(made -> {
            shared = made;
            return Result.ok(new Lent(made));
        });
    }

    @Override
    public void close() {
        Transport open;
        synchronized (this) {
            closed = true;
            open = shared;
            shared = null;
        }
        if (open != null) {
            open.close();
        }
    }

    /** The shared transport, for one who must not close it. */
    private static final class Lent extends ForwardingTransport {

        Lent(Transport shared) {
            super(shared);
        }

        @Override
        public void close() {
            // others may use it
        }
    }
}
