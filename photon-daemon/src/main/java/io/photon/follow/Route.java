// SPDX-License-Identifier: Apache-2.0
package io.photon.follow;

import java.util.ArrayList;
import java.util.List;

/** Through which nodes a follower gets its events, the nearest first. Thread-safe. */
final class Route {

    /** What is further away is not told to followers. */
    private static final int LONGEST_CHAIN = 32;

    private final String ownId;
    private volatile List<String> ids = List.of();

    Route(String ownId) {
        this.ownId = ownId;
    }

    /**
     * What the followed node says of it.
     *
     * @param from the id of that node
     * @param others those through which that one gets its events
     * @return whether this node is among them
     */
    boolean is(String from, List<String> others) {
        List<String> all = new ArrayList<>(List.of(from));
        all.addAll(others);
        ids = List.copyOf(all);
        return isCircle();
    }

    /** Whether this node gets its events from itself, so that it gets none. */
    boolean isCircle() {
        return ids.contains(ownId);
    }

    /** Their ids, as far as followers are told. */
    List<String> told() {
        List<String> all = ids;
        return all.subList(0, Math.min(all.size(), LONGEST_CHAIN));
    }
}
