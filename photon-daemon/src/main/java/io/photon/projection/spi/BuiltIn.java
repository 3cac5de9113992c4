// SPDX-License-Identifier: Apache-2.0
package io.photon.projection.spi;

import io.photon.store.StateRows;

/**
 * A projection that is part of Photon: always there, never recorded, not to be deleted. Its reducer may keep its state in
 * rows instead of in the bytes of {@link Reducer#snapshot()}: the engine saves both in one step, and before it calls
 * {@link Reducer#restore} it has brought the rows back to where they were at that snapshot (empty for null). Thread-safe.
 */
public interface BuiltIn {

    /** An internal name, e.g. {@code __streams__}. */
    String name();

    /** What it is folded from. */
    String streamName();

    /** What it does, in words: shown as its code. */
    String description();

    /** Changes whenever older snapshots cannot be used any more. */
    String version();

    /** A reducer at its initial value. @param rows its state; empty */
    Reducer open(StateRows rows);
}
