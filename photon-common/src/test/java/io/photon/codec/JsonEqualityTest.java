// SPDX-License-Identifier: Apache-2.0
package io.photon.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.event.Event;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonEqualityTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1.0|1.00|true",
                "1e2|100|true",
                "-0|0|true",
                "9007199254740993|9007199254740992|false",
                "0.1|0.10000000000000000000000001|false",
                "'{\"a\":1,\"b\":[1,2]}'|'{ \"b\":[1,2.0], \"a\":1}'|true",
                "'[1,2]'|'[2,1]'|false",
                "'\"\\u00e9\"'|'\"é\"'|true",
                "'{\"a\":1,\"a\":2}'|'{\"a\":2}'|false",
                "'{\"a\":1,\"a\":2}'|'{\"a\":1,\"a\":2}'|true",
                "null|0|false",
                "1e999999999999|1e999999999999|true",
                "1e999999999999|1.0e999999999999|false",
                "1e999999999|1e-999999999|false",
            })
    void payloadsAreEqualAsJsonWithExactNumbers(String a, String b, boolean same) {
        Event left = event(7, 8, "\"schema\":\"1\",\"payload\":" + a);
        Event right = event(7, 8, "\"schema\":\"1\",\"payload\":" + b);
        assertEquals(same, JsonEquality.sameEvent(left, right));
        assertEquals(same, JsonEquality.sameContent(left, right.body()));
    }

    @Test
    void theEnvelopeIsComparedByItsValuesAndNotByItsOrder() {
        Event a = event(7, 8, "\"schema\":\"1\",\"service-id\":\"x\",\"payload\":1");
        assertTrue(JsonEquality.sameEvent(a, event(7, 8, "\"service-id\":\"\\u0078\",\"schema\":\"1\",\"payload\":1")));
        assertFalse(JsonEquality.sameEvent(a, event(7, 8, "\"service-id\":\"x\",\"schema\":\"2\",\"payload\":1")));
        assertFalse(JsonEquality.sameEvent(a, event(7, 8, "\"service-id\":\"x\",\"payload\":1")));
    }

    @Test
    void anotherPositionOrTimeIsAnotherEventWithTheSameContent() {
        Event a = event(7, 8, "\"payload\":1");
        assertFalse(JsonEquality.sameEvent(a, event(9, 8, "\"payload\":1")));
        assertFalse(JsonEquality.sameEvent(a, event(7, 9, "\"payload\":1")));
        assertTrue(JsonEquality.sameContent(a, event(9, 9, "\"payload\":1").body()));
    }

    @Test
    void numbersOfManyDigitsAreComparedExactly() {
        String digits = "1234567890".repeat(10_000);
        assertTrue(JsonEquality.sameEvent(
                event(7, 8, "\"payload\":" + digits), event(7, 8, "\"payload\": " + digits + ".0")));
        assertFalse(JsonEquality.sameEvent(
                event(7, 8, "\"payload\":" + digits + "1"), event(7, 8, "\"payload\":" + digits + "2")));
    }

    @Test
    void numbersOfAMillionDigitsAreComparedInLinearTime() {
        String digits = "1234567890".repeat(100_000);
        Event stored = event(7, 8, "\"payload\":" + digits);
        byte[] again = event(7, 8, "\"payload\":" + digits + ".0").body();
        assertTimeout(Duration.ofSeconds(2), () -> assertTrue(JsonEquality.sameContent(stored, again)));
        byte[] other = event(7, 8, "\"payload\":" + digits + ".1").body();
        assertTimeout(Duration.ofSeconds(2), () -> assertFalse(JsonEquality.sameContent(stored, other)));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void numbersAreEqualWhenTheirDecimalsAre(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            String a = number(random);
            String b = random.nextInt(4) == 0 ? new BigDecimal(a).toString() : number(random);
            boolean same = new BigDecimal(a).compareTo(new BigDecimal(b)) == 0;
            assertEquals(same, ExactNumber.of(a).equals(ExactNumber.of(b)), () -> "seed " + seed + ": " + a + ", " + b);
        }
    }

    /** A short one of few digits, so that equal ones are met often. */
    private static String number(Random random) {
        StringBuilder text = new StringBuilder(random.nextBoolean() ? "-" : "");
        text.append(
                random.nextInt(3) == 0
                        ? "0"
                        : String.valueOf(random.nextInt(12)).replace('3', '0'));
        if (random.nextBoolean()) {
            text.append('.').append(random.nextInt(3) == 0 ? "00" : String.valueOf(random.nextInt(120)));
        }
        if (random.nextBoolean()) {
            text.append(random.nextBoolean() ? "e" : "E").append(new String[] {"", "+", "-"}[random.nextInt(3)]);
            text.append(random.nextInt(3) == 0 ? "00" : "").append(random.nextInt(4));
        }
        return text.toString();
    }

    @Test
    void eventsAboveAMebibyteAreComparedByTheirBytes() {
        String text = "\"" + "x".repeat(JsonEquality.MAX_PARSED_BYTES) + "\"";
        assertTrue(JsonEquality.sameEvent(event(7, 8, "\"payload\":" + text), event(7, 8, "\"payload\":" + text)));
        assertFalse(JsonEquality.sameEvent(event(7, 8, "\"payload\":" + text), event(7, 8, "\"payload\": " + text)));
    }

    @Test
    void deepPayloadsAreCompared() {
        String deep = "[".repeat(999) + "1" + "]".repeat(999);
        assertTrue(JsonEquality.sameEvent(
                event(7, 8, "\"payload\":" + deep), event(7, 8, "\"payload\":" + deep.replace("1", "1.0"))));
    }

    private static Event event(long orderId, long eventTime, String rest) {
        return Event.ofLine(("{\"order-id\":" + orderId + ",\"event-time\":" + eventTime
                        + ",\"stream-name\":\"s\",\"event-type\":\"t\"," + rest + "}")
                .getBytes(StandardCharsets.UTF_8));
    }
}
