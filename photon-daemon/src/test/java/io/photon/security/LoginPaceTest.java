package io.photon.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class LoginPaceTest {

    private final LoginPace pace = new LoginPace(() -> 0);
    private int guesses;

    private static String network(int i) {
        return "10.0." + i / 250 + "." + i % 250;
    }

    private void guess(String user, String address) {
        byte[] credential = ByteBuffer.allocate(4).putInt(++guesses).array();
        pace.failed(user, credential, false, address, false);
    }

    private long wait(String user, boolean local, String address) {
        return pace.turn(user, new byte[] {1}, local, address).orElse(-1);
    }

    @Test
    void guessesAboutOneNameFromManyNetworksAreSlowedDown() {
        for (int i = 0; i < 20; i++) {
            assertEquals(0, wait("ann", false, network(i)));
            guess("ann", network(i));
        }
        assertEquals(1_000, wait("ann", false, network(100)));
        assertTrue(wait("ANN", false, network(101)) > 1_000, "in whatever case");
        assertEquals(0, wait("bob", false, network(102)));
    }

    @Test
    void othersGuessesDoNotLockOutTheOwner() {
        pace.succeeded("ann", "192.168.1.9", false);
        for (int i = 0; i < 60; i++) {
            guess("ann", network(i));
        }
        for (int i = 0; i < LoginLimiter.MAX_WAITING; i++) {
            assertTrue(wait("ann", false, network(200 + i)) > 0);
        }
        assertEquals(-1, wait("ann", false, network(230)), "too many wait");
        assertEquals(0, wait("ann", true, "127.0.0.1"), "this machine");
        assertEquals(0, wait("ann", false, "192.168.1.9"), "where she logged in before");
    }

    @Test
    void aNameIsNeverTakenForAnAddress() {
        for (String name : new String[] {"1.2.3.4", "::1", "localhost", "a:b", "x".repeat(5_000)}) {
            guess(name, network(1));
            assertEquals(0, wait(name, false, network(2)), name);
        }
    }
}
