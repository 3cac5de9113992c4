package io.photon.system;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Assumptions;

/** What a test needs from the machine: missing on a laptop it is skipped with a reason, in CI it is an error. */
public final class Requirement {

    private Requirement() {}

    /** Skips the test, or fails it in CI, when the condition does not hold. @param reason what is missing */
    public static void met(boolean condition, String reason) {
        if ("true".equals(System.getenv("CI"))) {
            assertTrue(condition, reason);
        }
        Assumptions.assumeTrue(condition, reason);
    }
}
