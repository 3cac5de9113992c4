// SPDX-License-Identifier: Apache-2.0
package io.photon.client.pool;

import io.photon.client.StoreStats;
import io.photon.client.flow.BlockingSource;
import io.photon.client.flow.SourceOutlet;
import java.time.Duration;
import java.util.function.Supplier;

/** Readings again and again. Each is taken when it is asked for, so a slow subscriber gets no old ones. */
final class StatsSource implements BlockingSource<StoreStats> {

    private final Supplier<StoreStats> reading;
    private final Duration interval;

    StatsSource(Supplier<StoreStats> reading, Duration interval) {
        this.reading = reading;
        this.interval = interval;
    }

    @Override
    public void run(SourceOutlet<StoreStats> outlet) {
        long lastNanos = System.nanoTime() - interval.toNanos();
        while (outlet.awaitDemand() && outlet.pause(interval.minusNanos(System.nanoTime() - lastNanos))) {
            lastNanos = System.nanoTime();
            if (!outlet.put(reading.get())) {
                return;
            }
        }
    }

    @Override
    public void cancel() {
        // a reading takes no longer than a request may; the pause ends by itself
    }
}
