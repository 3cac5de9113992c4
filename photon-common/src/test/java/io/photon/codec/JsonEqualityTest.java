package io.photon.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.event.Event;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
