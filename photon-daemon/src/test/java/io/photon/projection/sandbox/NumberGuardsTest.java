// SPDX-License-Identifier: Apache-2.0
package io.photon.projection.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.testing.Seed;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class NumberGuardsTest {

    private static final BigInteger LARGE = BigInteger.TEN.pow(300_000);

    @Test
    void eachGivesWhatTheJdkGives() {
        compareWithTheJdk(60);
    }

    @Test
    @Tag("soak")
    void eachGivesWhatTheJdkGivesForThousandsOfNumbers() {
        compareWithTheJdk(3_000);
    }

    private static void compareWithTheJdk(int times) {
        long seed = Seed.any();
        Random random = new Random(seed);
        for (int i = 0; i < times; i++) {
            BigInteger common = number(random, 40_000);
            BigInteger a = number(random, 30_000).multiply(common);
            BigInteger b = number(random, 30_000).multiply(common);
            assertEquals(a.gcd(b), NumberGuards.gcd(a, b), "seed " + seed);
            BigInteger zeros = a.multiply(BigInteger.TEN.pow(random.nextInt(3_000)));
            BigDecimal decimal = new BigDecimal(zeros, random.nextInt(5_000) - 2_500);
            assertEquals(decimal.stripTrailingZeros(), NumberGuards.stripTrailingZeros(decimal), "seed " + seed);
        }
        for (int bits : new int[] {0, 1, 64, 99_999, 100_001, 250_000, 400_000}) {
            for (BigInteger number : new BigInteger[] {
                number(random, bits + 1), BigInteger.ONE.shiftLeft(bits), BigInteger.TEN.pow(bits / 4)
            }) {
                assertEquals(number.toString(), NumberGuards.toString(number), "seed " + seed);
            }
        }
        assertEquals(BigInteger.ZERO, NumberGuards.gcd(BigInteger.ZERO, BigInteger.ZERO));
        assertEquals(LARGE, NumberGuards.gcd(BigInteger.ZERO, LARGE.negate()));
    }

    private static BigInteger number(Random random, int bits) {
        BigInteger number = new BigInteger(random.nextInt(bits), random);
        return random.nextBoolean() ? number : number.negate();
    }

    @Test
    void aLargeGreatestCommonDivisorIsStopped() {
        Random random = new Random(1);
        BigInteger a = new BigInteger(1_000_000, random);
        BigInteger b = new BigInteger(1_000_000, random);
        assertIsStopped(() -> NumberGuards.gcd(a, b));
    }

    @Test
    void hundredsOfThousandsOfZerosAreRemovedAtOnce() {
        assertEquals(BigDecimal.ONE, NumberGuards.stripTrailingZeros(new BigDecimal(LARGE, 300_000)));
    }

    @Test
    void divisionsThatWouldNotEndAreRefused() {
        BigDecimal large = new BigDecimal(LARGE);
        assertThrows(ReductionStop.class, () -> NumberGuards.divide(BigDecimal.ONE, large));
        assertThrows(ReductionStop.class, () -> NumberGuards.divideToIntegralValue(large, BigDecimal.TEN));
        assertThrows(ReductionStop.class, () -> NumberGuards.remainder(new BigDecimal("1e-20000"), BigDecimal.TEN));
        assertEquals(new BigDecimal("0.5"), NumberGuards.divide(BigDecimal.ONE, new BigDecimal("2")));
        assertEquals(new BigDecimal("3"), NumberGuards.divideToIntegralValue(BigDecimal.TEN, new BigDecimal("3")));
    }

    private static void assertIsStopped(Supplier<Object> work) {
        try (CallMeter meter = new CallMeter(Duration.ofMillis(20), 1L << 40)) {
            meter.begin();
            try {
                ReductionStop stopped = assertThrows(ReductionStop.class, work::get);
                assertTrue(stopped.getMessage().contains("longer than"), stopped.getMessage());
            } finally {
                meter.end();
            }
        }
    }
}
