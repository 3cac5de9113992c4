// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.history;

import java.util.ArrayList;
import java.util.List;

/** Violations as they are found: all are counted, the first ones kept. Not thread-safe. */
final class Violations {

    private static final int MOST = 100;

    private final List<Violation> first = new ArrayList<>();
    private long total;

    /** @param lines of the history */
    void add(String rule, String message, Long... lines) {
        add(new Violation(rule, message, List.of(lines), List.of()));
    }

    /** @param isOfLog whether the lines are those of a log that was given apart */
    void add(String rule, String message, boolean isOfLog, Long... lines) {
        add(new Violation(rule, message, isOfLog ? List.of() : List.of(lines), isOfLog ? List.of(lines) : List.of()));
    }

    void add(Violation violation) {
        total++;
        if (first.size() < MOST) {
            first.add(violation);
        }
    }

    long total() {
        return total;
    }

    List<Violation> first() {
        return List.copyOf(first);
    }
}
