// SPDX-License-Identifier: Apache-2.0
package io.photon.flow;

import java.util.List;
import org.reactivestreams.Subscriber;

/**
 * A subscriber that can be given several items with one signal. A publisher that has a list of them may call {@link #onRun} where
 * it would call {@code onNext}; one that does not know this interface need not.
 *
 * @param <T> its items
 */
public interface RunSubscriber<T> extends Subscriber<T> {

    /**
     * The next items, in order. However many are taken, they use up one of the demand, so a subscriber asks for the next run as
     * it asks for the next item.
     *
     * @param items not changed during the call, and not kept after it
     * @param to exclusive, above {@code from}
     * @return how many were taken, from the first on; after fewer than all, 0 included, the subscriber asks for more when it has
     *     room
     */
    int onRun(List<? extends T> items, int from, int to);
}
