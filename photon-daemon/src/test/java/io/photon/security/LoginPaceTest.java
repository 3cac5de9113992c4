// SPDX-License-Identifier: Apache-2.0
package io.photon.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class LoginPaceTest {

    private final LoginPace pace = new LoginPace(() -> 0);
    private int guesses;

    private static String network(int i) {
        return "10.0." + i / 250 + "." + i % 250;
    }

    /** A wrong guess of its own; how long it waited, or -1. */
    private long guess(String user, String address) {
        byte[] credential = ByteBuffer.allocate(4).putInt(++guesses).array();
        OptionalLong wait = pace.turn(user, credential, false, address);
        if (wait.isPresent()) {
            pace.failed(user, credential, false, address);
        }
        return wait.orElse(-1);
    }

    /** How long the right password waits. */
    private long wait(String user, boolean local, String address) {
        byte[] right = {1};
        OptionalLong wait = pace.turn(user, right, local, address);
        pace.succeeded(user, right, local, address);
        return wait.orElse(-1);
    }

    @Test
    void guessesAboutOneNameFromManyNetworksAreSlowedDown() {
        for (int i = 0; i < 20; i++) {
            assertEquals(0, guess("ann", network(i)));
        }
        assertEquals(1_000, guess("ann", network(100)));
        assertTrue(guess("ANN", network(101)) > 1_000, "in whatever case");
        assertEquals(0, wait("bob", false, network(102)));
    }

    @Test
    void othersGuessesDoNotLockOutTheOwner() {
        assertEquals(0, wait("ann", false, "192.168.1.9"));
        for (int i = 0; i < 60; i++) {
            guess("ann", network(i));
        }
        assertEquals(-1, guess("ann", network(230)), "too many wait");
        assertEquals(0, wait("ann", true, "127.0.0.1"), "this machine");
        assertEquals(0, wait("ann", false, "192.168.1.9"), "where she logged in before");
    }

    @Test
    void guessesThroughAProxyOnThisMachineDoNotLockOutTheOwnerHere() {
        assertEquals(0, wait("ann", true, "127.0.0.1"));
        for (int i = 0; i < 60; i++) {
            guess("ann", "127.0.0.1");
        }
        assertEquals(-1, guess("bob", "127.0.0.1"), "too many wait");
        assertEquals(0, wait("ann", true, "127.0.0.1"));
    }

    @Test
    void aLoginOnThisMachineGivesNoFreeGuessesToThoseThroughAProxyOnIt() {
        assertEquals(0, wait("ann", true, "127.0.0.1"));
        for (int i = 0; i < 60; i++) {
            guess("ann", network(i));
        }
        assertEquals(-1, guess("ann", "127.0.0.1"));
    }

    @Test
    void aNameIsNeverTakenForAnAddress() {
        for (String name : new String[] {"1.2.3.4", "::1", "localhost", "a:b", "x".repeat(5_000)}) {
            guess(name, network(1));
            assertEquals(0, wait(name, false, network(2)), name);
        }
    }
}
