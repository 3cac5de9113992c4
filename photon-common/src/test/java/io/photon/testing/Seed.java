// SPDX-License-Identifier: Apache-2.0
package io.photon.testing;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Where a random test begins. In CI it is the same each time, so that a build fails for what was changed and for nothing
 * else; by hand and in soak runs it is a new one each time, which finds what nobody thought of. Thread-safe.
 */
public final class Seed {

    private static final Map<String, Integer> ASKED = new ConcurrentHashMap<>();
    private static final boolean FIXED = "true".equals(System.getProperty("photon.ci"))
            && !System.getProperty("photon.groups", "").contains("soak");

    private Seed() {}

    /** {@code -Dphoton.seed=N} when it is given; each call of a test class gets another one when not. */
    public static long any() {
        Long given = Long.getLong("photon.seed");
        if (given != null) {
            return given;
        }
        if (!FIXED) {
            return System.nanoTime();
        }
        String caller = StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE)
                .getCallerClass()
                .getName();
        return 31L * caller.hashCode() + ASKED.merge(caller, 1, Integer::sum);
    }
}
