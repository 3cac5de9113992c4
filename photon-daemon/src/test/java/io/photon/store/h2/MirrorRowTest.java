// SPDX-License-Identifier: Apache-2.0
package io.photon.store.h2;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.photon.codec.MoreFields;
import io.photon.event.Event;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MirrorRowTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"stream-name\":\"s\",\"event-type\":\"t\",\"payload\":null}",
                "{\"stream-name\":\"s\",\"event-type\":\"t\",\"payload\":\",\\\"payload\\\":\"}",
                "{\"stream-name\":\"a/b \\\"ü\\\" \\u0001\",\"event-type\":\"\\\\t\",\"local-id\":\"l\\\"\",\"payload\":[]}",
                "{\"stream-name\":\"s\",\"event-type\":\"t\",\"x\":{\"payload\":1,\"y\":[{\"payload\":2}]},\"payload\":{\"payload\":3}}",
                "{\"stream-name\":\"s\",\"event-type\":\"t\",\"x\":\"},\\\"payload\\\":1\",\"payload\": 1.50E+300 }",
                "{\"stream-name\":\"s\",\"event-type\":\"t\",\"caused-by\":17640000000000001,\"n\\\"ame\":true,\"payload\":\"\\ud83d\\ude00\\ud800\"}",
                "{\"stream-name\":\"s\",\"event-type\":\"t\",\"payload\":{\"b\" : 12345678901234567890.10 , \"a\":\"ö€😀\"}}"
            })
    void theLineComesBackByteForByte(String json) {
        Event event = MirrorEvents.parsed(MirrorEvents.FIRST, json);
        MirrorRow row = MirrorRow.of(event, 0);
        assertArrayEquals(event.line(), row.line());
        assertEquals(event, row.checked());
    }

    @Property(tries = 300)
    void theLineComesBackByteForByteWhateverTheTextsAre(
            @ForAll @StringLength(min = 1, max = 40) String stream,
            @ForAll @StringLength(min = 1, max = 40) String more) {
        String body = "\"stream-name\":\"" + escaped(stream) + "\",\"event-type\":\"" + escaped(more) + "\",\"f\":\""
                + escaped(more) + "\",\"payload\":{\"" + escaped(more) + "\":\"" + escaped(stream) + "\"}}";
        Event event = Event.ofLine(
                io.photon.event.EventLine.compose(MirrorEvents.FIRST, 1, body.getBytes(StandardCharsets.UTF_8)));
        assertArrayEquals(event.line(), MirrorRow.of(event, 0).line());
    }

    @Test
    void theOptionalFieldsAreReadFromTheRest() {
        MirrorRow row = MirrorRow.of(
                MirrorEvents.parsed(
                        MirrorEvents.FIRST,
                        "{\"stream-name\":\"s\",\"event-type\":\"t\",\"a\":{\"schema\":\"no\"},\"schema\":\"1\\n\\u00e4\\/\","
                                + "\"caused-by\":17640000000000001,\"service-id\":\"shop\",\"payload\":{\"schema\":2}}"),
                0);
        assertEquals("1\nä/", MoreFields.field(row.more(), "schema"));
        assertEquals("shop", MoreFields.field(row.more(), "service-id"));
        assertEquals("17640000000000001", MoreFields.field(row.more(), "caused-by"));
        assertNull(MoreFields.field(row.more(), "local-id"));
        assertNull(MoreFields.field(null, "schema"));
    }

    @Test
    void aLineOfAnUnusualShapeIsKeptWhole() {
        Event event =
                Event.ofLine(("{\"order-id\":7,\"event-time\":1,\"stream-name\":\"\\u0073\",\"event-type\":\"t\" ,"
                                + " \"payload\":1}")
                        .getBytes(StandardCharsets.UTF_8));
        assertArrayEquals(event.line(), MirrorRow.of(event, 0).line());
    }

    @Test
    void aChangedRowIsNotBelieved() {
        MirrorRow row = MirrorRow.of(MirrorEvents.event("s", MirrorEvents.FIRST), 0);
        assertNotNull(row.checked());
        assertNull(new MirrorRow(
                        row.orderId(),
                        row.eventTime(),
                        row.streamName(),
                        row.eventType(),
                        row.localId(),
                        row.more(),
                        row.payload().replace('n', 'm'),
                        0,
                        row.crc())
                .checked());
    }

    private static String escaped(String text) {
        String whole = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
        return new String(io.photon.event.EventLine.escape(whole), StandardCharsets.UTF_8);
    }
}
