// SPDX-License-Identifier: Apache-2.0
package io.photon.follow;

import java.util.ArrayList;
import java.util.List;

/** The epochs of which a store tells, without the first. Thread-safe. */
final class KnownEpochs {

    private volatile List<Epoch> all;

    /** @param found in rising order */
    KnownEpochs(List<Epoch> found) {
        all = List.copyOf(found);
    }

    /** In rising order. */
    List<Epoch> all() {
        return all;
    }

    /** The highest. */
    Epoch last() {
        return Epoch.last(all);
    }

    /** Adds one that is above all others. @return whether it is */
    synchronized boolean add(Epoch epoch) {
        if (epoch.number() <= last().number()) {
            return false;
        }
        List<Epoch> more = new ArrayList<>(all);
        more.add(epoch);
        all = List.copyOf(more);
        return true;
    }
}
