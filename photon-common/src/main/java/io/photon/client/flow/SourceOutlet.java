// SPDX-License-Identifier: Apache-2.0
package io.photon.client.flow;

import java.time.Duration;

/**
 * Where a {@link BlockingSource} puts its items. For the source's thread.
 *
 * @param <T> the items' type
 */
public interface SourceOutlet<T> {

    /** Waits until an item is asked for. @return false when no more is wanted */
    boolean awaitDemand();

    /** Passes on an item, as soon as one is asked for. @return false when no more is wanted */
    boolean put(T item);

    /** Waits for so long. @return false, at once, when no more is wanted */
    boolean pause(Duration time);
}
