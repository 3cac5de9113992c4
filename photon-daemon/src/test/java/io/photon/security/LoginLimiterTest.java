// SPDX-License-Identifier: Apache-2.0
package io.photon.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class LoginLimiterTest {

    private static final long SECOND = 1_000_000_000L;

    private final LoginLimiter limiter = new LoginLimiter();
    private int guesses;

    private static byte[] credential(int n) {
        return new byte[] {(byte) n, (byte) (n >> 8)};
    }

    /** A wrong guess of its own; how long it waited, or -1. */
    private long guess(String address, long now) {
        byte[] credential = credential(++guesses);
        OptionalLong wait = limiter.turn(address, credential, now);
        if (wait.isPresent()) {
            limiter.failed(address, credential, now);
        }
        return wait.orElse(-1);
    }

    private void exhaust(String address, long now) {
        for (int i = 0; i < LoginLimiter.FREE_GUESSES; i++) {
            assertEquals(0, guess(address, now));
        }
    }

    @Test
    void afterTheFreeGuessesEachWaitsASecondMoreAndThenNoneIsTaken() {
        exhaust("10.0.0.1", 0);
        for (int i = 1; i <= LoginLimiter.MAX_WAITING; i++) {
            assertEquals(i * 1_000L, guess("10.0.0.1", 0));
        }
        assertEquals(-1, guess("10.0.0.1", 0));
        assertEquals(0, guess("10.0.0.2", 0));
        assertTrue(guess("10.0.0.1", 5 * SECOND) > 0);
        assertEquals(0, guess("10.0.0.1", 40 * SECOND));
    }

    @Test
    void anHourOfGuessingTriesOneASecondAtMost() {
        int tried = 0;
        for (long now = 0; now < 3_600 * SECOND; now += SECOND / 5) {
            tried += guess("10.0.0.1", now) >= 0 ? 1 : 0;
        }
        assertTrue(tried <= 3_600 + LoginLimiter.FREE_GUESSES + LoginLimiter.MAX_WAITING, "tried " + tried);
    }

    @Test
    void theRightPasswordWaitsAsAGuessDoesAndGivesItsTurnBack() {
        exhaust("10.0.0.1", 0);
        byte[] right = credential(9_999);
        for (int i = 0; i < 30; i++) {
            assertEquals(OptionalLong.of(1_000), limiter.turn("10.0.0.1", right, 0));
            limiter.succeeded("10.0.0.1", right, 0);
        }
    }

    @Test
    void theSameWrongPasswordIsOneGuess() {
        for (int i = 0; i < 1_000; i++) {
            assertEquals(OptionalLong.of(0), limiter.turn("10.0.0.1", credential(1), 0));
            limiter.failed("10.0.0.1", credential(1), 0);
        }
        assertEquals(OptionalLong.of(0), limiter.turn("10.0.0.1", credential(2), 0));
    }

    @Test
    void guessesThatAreMadeAtTheSameTimeCountEachAndTheSameSecretOnce() {
        for (int i = 0; i < LoginLimiter.FREE_GUESSES; i++) { // none of them is known to be wrong yet
            assertEquals(OptionalLong.of(0), limiter.turn("10.0.0.1", credential(i), 0));
            assertEquals(OptionalLong.of(0), limiter.turn("10.0.0.1", credential(i), 0));
        }
        assertEquals(OptionalLong.of(1_000), limiter.turn("10.0.0.1", credential(5_000), 0));
        for (int i = 0; i < LoginLimiter.FREE_GUESSES; i++) {
            limiter.succeeded("10.0.0.1", credential(i), 0);
            limiter.succeeded("10.0.0.1", credential(i), 0);
        }
        assertEquals(OptionalLong.of(0), limiter.turn("10.0.0.1", credential(6_000), 0));
    }

    @Test
    void addressesThatOneMachineHasManyOfAreOneClient() {
        assertEquals(LoginLimiter.client("127.0.0.1"), LoginLimiter.client("127.255.3.4"));
        assertEquals(LoginLimiter.client("127.0.0.1"), LoginLimiter.client("0:0:0:0:0:0:0:1"));
        assertEquals(LoginLimiter.client("127.0.0.1"), LoginLimiter.client("::ffff:127.0.0.9"));
        assertEquals(LoginLimiter.client("2001:db8:1:2::3"), LoginLimiter.client("2001:db8:1:2:ffff:1:2:3"));
        assertEquals(LoginLimiter.client("fe80::1%eth0"), LoginLimiter.client("fe80::2"));
        assertNotEquals(LoginLimiter.client("2001:db8:1:2::3"), LoginLimiter.client("2001:db8:1:3::3"));
        assertNotEquals(LoginLimiter.client("10.0.0.1"), LoginLimiter.client("10.0.0.2"));
        assertEquals("?", LoginLimiter.client("?"));
        exhaust("127.0.0.1", 0);
        assertEquals(1_000, guess("127.8.8.8", 0));
        exhaust("2001:db8::1", 0);
        assertEquals(1_000, guess("2001:db8::2", 0));
    }
}
