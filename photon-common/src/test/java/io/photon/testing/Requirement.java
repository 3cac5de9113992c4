// SPDX-License-Identifier: Apache-2.0
package io.photon.testing;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;

/** What a test needs from the machine: missing on a laptop it is skipped with a reason, in CI it is an error. */
public final class Requirement {

    private Requirement() {}

    /** Skips the test, or fails it in CI, when the condition does not hold. @param reason what is missing */
    public static void met(boolean condition, String reason) {
        if ("true".equals(System.getenv("CI"))) {
            assertTrue(condition, reason + ", and this is CI");
        }
        Assumptions.assumeTrue(condition, reason);
    }

    /** A program on the path. */
    public static void program(String name) {
        boolean there = Pattern.compile(Pattern.quote(File.pathSeparator))
                .splitAsStream(System.getenv("PATH"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, name)));
        met(there, name + " is not installed");
    }
}
