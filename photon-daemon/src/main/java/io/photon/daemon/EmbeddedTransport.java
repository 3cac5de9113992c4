// SPDX-License-Identifier: Apache-2.0
package io.photon.daemon;

import io.photon.muon.transport.ForwardingTransport;
import io.photon.muon.transport.Transport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A transport over a broker of our own, which goes when the transport has said goodbye. Thread-safe. */
final class EmbeddedTransport extends ForwardingTransport {

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedTransport.class);

    private final AutoCloseable broker;

    EmbeddedTransport(Transport transport, AutoCloseable broker) {
        super(transport);
        this.broker = broker;
    }

    @Override
    public void close() {
        super.close();
        try {
            broker.close();
        } catch (Exception e) {
            LOG.warn("muon: the embedded broker did not stop cleanly: {}", e.getMessage());
        }
    }
}
