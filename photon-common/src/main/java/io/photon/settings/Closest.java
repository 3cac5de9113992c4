// SPDX-License-Identifier: Apache-2.0
package io.photon.settings;

import java.util.Collection;
import java.util.Optional;

/** Guesses what was meant. */
public final class Closest {

    private Closest() {}

    /** The candidate that is the fewest typing errors away, if that is few for a word of this length. */
    public static Optional<String> of(String typed, Collection<String> candidates) {
        int limit = Math.max(1, typed.length() / 3);
        String best = null;
        for (String candidate : candidates) {
            int distance = distance(typed, candidate);
            if (distance <= limit && (best == null || distance < distance(typed, best))) {
                best = candidate;
            }
        }
        return Optional.ofNullable(best);
    }

    /** How many letters to insert, delete, replace or swap with their neighbour. */
    static int distance(String a, String b) {
        int[] beforeLast = new int[b.length() + 1];
        int[] last = new int[b.length() + 1];
        int[] now = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            last[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            now[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = last[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                now[j] = Math.min(replaced, 1 + Math.min(last[j], now[j - 1]));
                boolean swapped =
                        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
                if (swapped) {
                    now[j] = Math.min(now[j], beforeLast[j - 2] + 1);
                }
            }
            int[] free = beforeLast;
            beforeLast = last;
            last = now;
            now = free;
        }
        return last[b.length()];
    }
}
