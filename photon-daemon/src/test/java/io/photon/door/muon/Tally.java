// SPDX-License-Identifier: Apache-2.0
package io.photon.door.muon;

/** What happened in a simulated world, so that a run in which nothing does is noticed. */
final class Tally {

    long persisted;
    long refused;
    long unknown;
    long items;
    long crashes;
    long deleted;

    void add(Tally other) {
        persisted += other.persisted;
        refused += other.refused;
        unknown += other.unknown;
        items += other.items;
        crashes += other.crashes;
        deleted += other.deleted;
    }

    @Override
    public String toString() {
        return persisted + " persisted, " + refused + " refused, " + unknown + " unknown, " + items + " items, "
                + crashes + " crashes, " + deleted + " deletions";
    }
}
