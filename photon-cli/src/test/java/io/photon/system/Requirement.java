package io.photon.system;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Assumptions;

/** What a test needs from the machine: missing on a laptop it is skipped with a reason, in CI it is an error. */
final class Requirement {

    private Requirement() {}

    static void met(boolean condition, String reason) {
        if ("true".equals(System.getenv("CI"))) {
            assertTrue(condition, reason);
        }
        Assumptions.assumeTrue(condition, reason);
    }
}
