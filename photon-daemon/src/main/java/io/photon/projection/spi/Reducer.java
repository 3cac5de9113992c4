// SPDX-License-Identifier: Apache-2.0
package io.photon.projection.spi;

import io.photon.event.Event;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One compiled reduction and its current value. Used by one thread at a time, not always the same one.
 *
 * <p>After a {@link ReductionException} the value is unusable (the code may have changed half of it): the caller goes
 * back to a snapshot with {@link #restore} and folds again up to the event before.
 */
public interface Reducer extends AutoCloseable {

    /** Folds one event into the value. */
    void reduce(Event event) throws ReductionException;

    /**
     * The value as JSON, UTF-8.
     *
     * @throws ReductionException when it has none (a cycle, too large)
     */
    byte[] value() throws ReductionException;

    /** The value as bytes from which {@link #restore} makes the same value again, kinds included. */
    byte[] snapshot() throws ReductionException;

    /**
     * Takes a value from a snapshot.
     *
     * @param snapshot from a reducer of the same code, or null for the initial value
     */
    void restore(byte @Nullable [] snapshot) throws ReductionException;

    /**
     * One field of the value as JSON, for values that are too large to be made whole for it.
     *
     * @return null when the caller should look into {@link #value()}; empty when there is no such field
     */
    default @Nullable Optional<byte[]> field(String key) throws ReductionException {
        return null;
    }

    /** Roughly what the value takes, in bytes of memory; cheap. */
    long size();

    @Override
    void close();
}
