// SPDX-License-Identifier: Apache-2.0
package io.photon.store.lease;

import io.photon.store.Fence;
import java.time.Duration;
import java.util.Optional;

/** Of a store that only this process can open, which its lock ensures: held from the start, and never lost. */
public final class LocalLease implements SequencerLease {

    @Override
    public Optional<Fence> acquire() {
        return Optional.of(Fence.LOCAL);
    }

    @Override
    public void renew() {
        // No other process waits for it.
    }

    @Override
    public Optional<String> lost() {
        return Optional.empty();
    }

    @Override
    public Duration interval() {
        return Duration.ZERO;
    }

    @Override
    public void close() {
        // The store's lock is given up by its owner.
    }
}
