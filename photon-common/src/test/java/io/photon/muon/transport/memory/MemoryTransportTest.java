// SPDX-License-Identifier: Apache-2.0
package io.photon.muon.transport.memory;

import io.photon.muon.transport.Transport;
import io.photon.muon.transport.TransportContract;
import org.junit.jupiter.api.AfterEach;

/** In a time of its own, in which everything takes a fifth: pings, silence and handshakes are waited for as often. */
class MemoryTransportTest extends TransportContract {

    private static final int HASTE = 5;

    private final RealTimer timer = new RealTimer();
    private final MemoryNetwork network = new MemoryNetwork(new Hasty(timer), Faults.seeded(42, 3, 0, 0));

    private record Hasty(RealTimer timer, long startMs) implements TaskTimer {

        Hasty(RealTimer timer) {
            this(timer, timer.nowMs());
        }

        @Override
        public long nowMs() {
            return startMs + (timer.nowMs() - startMs) * HASTE;
        }

        @Override
        public void after(long delayMs, Runnable task) {
            timer.after((delayMs + HASTE - 1) / HASTE, task);
        }
    }

    @AfterEach
    void stopTheClock() {
        timer.close();
    }

    @Override
    protected Transport connect(String name) {
        return network.join(name);
    }

    @Override
    protected long realMs(long ownMs) {
        return ownMs / HASTE;
    }

    @Override
    protected void vanish(Transport transport) {
        ((MemoryTransport) transport).vanish();
    }
}
