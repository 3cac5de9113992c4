package io.photon.daemon;

import io.photon.muon.transport.Channel;
import io.photon.muon.transport.ChannelAcceptor;
import io.photon.muon.transport.ChannelListener;
import io.photon.muon.transport.Connectivity;
import io.photon.muon.transport.Discovery;
import io.photon.muon.transport.Transport;
import io.photon.result.Result;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A transport over a broker of our own, which goes when the transport has said goodbye. Thread-safe. */
final class EmbeddedTransport implements Transport {

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedTransport.class);

    private final Transport transport;
    private final AutoCloseable broker;

    EmbeddedTransport(Transport transport, AutoCloseable broker) {
        this.transport = transport;
        this.broker = broker;
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
    public String obstacle() {
        return transport.obstacle();
    }

    @Override
    public void close() {
        transport.close();
        try {
            broker.close();
        } catch (Exception e) {
            LOG.warn("muon: the embedded broker did not stop cleanly: {}", e.getMessage());
        }
    }
}
