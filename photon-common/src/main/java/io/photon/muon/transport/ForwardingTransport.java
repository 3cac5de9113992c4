// SPDX-License-Identifier: Apache-2.0
package io.photon.muon.transport;

import io.photon.result.Result;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A transport over another one, which differs in what its subclass overrides. Thread-safe when that is. */
public abstract class ForwardingTransport implements Transport {

    private final Transport transport;

    protected ForwardingTransport(Transport transport) {
        this.transport = transport;
    }

    @Override
    public Discovery discovery() {
        return transport.discovery();
    }

    @Override
    public void serve(String service, ChannelAcceptor acceptor) {
        transport.serve(service, acceptor);
    }

    @Override
    public void unserve(String service) {
        transport.unserve(service);
    }

    @Override
    public CompletableFuture<Result<Channel>> open(String service, String protocol, ChannelListener listener) {
        return transport.open(service, protocol, listener);
    }

    @Override
    public Connectivity connectivity() {
        return transport.connectivity();
    }

    @Override
    public @Nullable String obstacle() {
        return transport.obstacle();
    }

    @Override
    public void close() {
        transport.close();
    }
}
