// SPDX-License-Identifier: Apache-2.0
package io.photon.projection.sandbox;

import io.photon.event.Event;
import io.photon.projection.spi.ReductionException;
import org.jspecify.annotations.Nullable;

/**
 * One reduction and its value inside the sandbox, in the words of {@link io.photon.projection.spi.Reducer}; it may throw
 * whatever it likes. {@link GuardedReducer} stands before it.
 */
public interface ScriptFold {

    /** Before each call, on its thread, not metered. */
    default void enter() {}

    /** After each call and what {@link #explain} says of it, on its thread, not metered. */
    default void leave() {}

    void reduce(Event event) throws Exception;

    /** The value as JSON; throws when it has none or is larger. */
    byte[] value(long maxBytes) throws Exception;

    byte[] snapshot(long maxBytes) throws Exception;

    /** @param snapshot null for the initial value */
    void restore(byte @Nullable [] snapshot) throws Exception;

    /** Walks over the value, no further than {@link Measure#isOver}. */
    void measure(Measure measure) throws Exception;

    /** An error in the words of the language, with the script's line; null when there is nothing to add. */
    @Nullable ReductionException explain(Throwable error);
}
