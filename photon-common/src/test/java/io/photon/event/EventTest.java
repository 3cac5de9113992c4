// SPDX-License-Identifier: Apache-2.0
package io.photon.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.photon.text.Utf8;
import org.junit.jupiter.api.Test;

class EventTest {

    private static final String LINE =
            "{\"order-id\":1764000000000000,\"event-time\":1764000000123,\"stream-name\":\"a\\\"b\","
                    + "\"event-type\":\"T\",\"local-id\":\"l\",\"payload\":1}";

    private static Event inside(String before, String line, long orderId) {
        byte[] array = Utf8.bytes(before + line + "rest");
        return Event.ofKnownLine(array, before.length(), line.length(), orderId);
    }

    @Test
    void anEventOfAKnownLineIsTheSameAsOneWhoseLineWasRead() {
        Event read = Event.ofLine(Utf8.bytes(LINE));
        Event known = inside("xx", LINE, 1764000000000000L);
        assertEquals(read, known);
        assertEquals(read.hashCode(), known.hashCode());
        assertEquals(1764000000000000L, known.orderId());
        assertEquals(1764000000123L, known.eventTime());
        assertEquals("a\"b", known.streamName());
        assertEquals("T", known.eventType());
        assertEquals("l", known.localId());
        assertEquals(read.streamHash(), known.streamHash());
        assertEquals(read.localIdHash(), known.localIdHash());
        assertEquals(Utf8.text(read.body()), Utf8.text(known.body()));
        assertEquals(LINE, known.toString());
    }

    @Test
    void anEventWithoutALocalIdHasNone() {
        Event known = inside("", LINE.replace("\"local-id\":\"l\",", ""), 1764000000000000L);
        assertNull(known.localId());
        assertEquals(0, known.localIdHash());
    }

    @Test
    void aLineThatWasWronglyTakenForOneOfOursIsRefusedWhenAFieldOfItIsWanted() {
        Event known = inside("", "{\"payload\":1}", 5);
        assertThrows(IllegalArgumentException.class, known::streamName);
        assertThrows(IllegalArgumentException.class, () -> Event.ofLine(Utf8.bytes("{\"payload\":1}")));
    }
}
