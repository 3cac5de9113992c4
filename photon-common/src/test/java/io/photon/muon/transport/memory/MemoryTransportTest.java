package io.photon.muon.transport.memory;

import io.photon.muon.transport.Transport;
import io.photon.muon.transport.TransportContract;
import org.junit.jupiter.api.AfterEach;

class MemoryTransportTest extends TransportContract {

    private final RealTimer timer = new RealTimer();
    private final MemoryNetwork network = new MemoryNetwork(timer, Faults.seeded(42, 3, 0, 0));

    @AfterEach
    void stopTheClock() {
        timer.close();
    }

    @Override
    protected Transport connect(String name) {
        return network.join(name);
    }

    @Override
    protected void vanish(Transport transport) {
        ((MemoryTransport) transport).vanish();
    }
}
