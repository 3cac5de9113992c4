// SPDX-License-Identifier: Apache-2.0
package io.photon.muon.transport.amqp;

import io.photon.muon.transport.Transport;
import io.photon.muon.transport.TransportContract;
import io.photon.rabbit.HoldingProxy;
import io.photon.rabbit.RabbitMq;
import io.photon.rabbit.RabbitMqRequirement;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;

/** The promises of every transport, kept over a real RabbitMQ. Each member has a line of its own, which can go dead. */
class AmqpTransportContractTest extends TransportContract {

    private final Map<Transport, HoldingProxy> lines = new HashMap<>();

    @BeforeAll
    static void broker() {
        RabbitMqRequirement.met();
    }

    @Override
    protected Transport connect(String name) {
        HoldingProxy line = new HoldingProxy(RabbitMq.shared().port());
        Transport transport =
                AmqpTransportTest.connected(AmqpTransportTest.address("amqp://127.0.0.1:" + line.port()), name);
        lines.put(transport, line);
        return transport;
    }

    @Override
    protected void vanish(Transport transport) {
        lines.get(transport).hold();
    }

    @AfterEach
    void cutLines() {
        lines.values().forEach(HoldingProxy::close);
    }
}
