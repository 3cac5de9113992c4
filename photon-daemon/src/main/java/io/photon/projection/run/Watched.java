// SPDX-License-Identifier: Apache-2.0
package io.photon.projection.run;

import io.photon.event.Event;
import io.photon.projection.schedule.Overseer;
import io.photon.projection.schedule.Stay;
import io.photon.projection.spi.Reducer;
import io.photon.projection.spi.ReductionException;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A reducer whose calls an {@link Overseer} sees. Used by one thread at a time, like every reducer. */
final class Watched implements Reducer {

    private final Reducer reducer;
    private final Stay stay;

    Watched(Reducer reducer, Stay stay) {
        this.reducer = reducer;
        this.stay = stay;
    }

    @Override
    public void reduce(Event event) throws ReductionException {
        stay.enter(event.orderId());
        try {
            reducer.reduce(event);
        } finally {
            stay.leave();
        }
    }

    @Override
    public byte[] value() throws ReductionException {
        return Objects.requireNonNull(stay.in(0, reducer::value));
    }

    @Override
    public byte[] snapshot() throws ReductionException {
        return Objects.requireNonNull(stay.in(0, reducer::snapshot));
    }

    @Override
    public void restore(byte @Nullable [] snapshot) throws ReductionException {
        stay.in(0, () -> {
            reducer.restore(snapshot);
            return reducer;
        });
    }

    @Override
    public @Nullable Optional<byte[]> field(String key) throws ReductionException {
        stay.enter(0);
        try {
            return reducer.field(key);
        } finally {
            stay.leave();
        }
    }

    @Override
    public long size() {
        return Objects.requireNonNull(stay.in(0, reducer::size));
    }

    @Override
    public void close() {
        reducer.close();
    }
}
