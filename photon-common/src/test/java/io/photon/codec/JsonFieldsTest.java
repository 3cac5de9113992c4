// SPDX-License-Identifier: Apache-2.0
package io.photon.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.photon.text.Utf8;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Fields of objects, found without a tree. */
class JsonFieldsTest {

    private static List<String> entries(String json, String name) {
        return JsonFields.entries(Utf8.bytes(json), name).stream()
                .map(Utf8::text)
                .toList();
    }

    @Test
    void theEntriesOfAnArrayAreWhatStandsThere() {
        assertEquals(
                List.of("{\"a\":[1,2]}", "\"x,]\"", "3", "null", "[]"),
                entries("{\"other\":[9],\"list\": [ {\"a\":[1,2]} ,\"x,]\",3,null,[] ] }", "list"));
    }

    @Test
    void whereThereIsNoArrayThereAreNoEntries() {
        assertEquals(List.of(), entries("{\"list\":[]}", "list"));
        assertEquals(List.of(), entries("{\"list\":null}", "list"));
        assertEquals(List.of(), entries("{\"a\":{\"list\":[1]}}", "list"));
        assertEquals(List.of(), entries("", "list"));
        assertEquals(List.of(), entries("nonsense", "list"));
    }

    @Test
    void anEntryIsACopy() {
        byte[] json = Utf8.bytes("{\"list\":[1]}");
        byte[] entry = JsonFields.entries(json, "list").get(0);
        json[9] = '2';
        assertEquals("1", Utf8.text(entry));
    }

    @Test
    void aFieldIsFoundByItsNameAndItsTextHasNoQuotes() {
        byte[] json = Utf8.bytes(" {\"a\":\"x\\ny\",\"b\":{\"a\":1},\"n\":-7,\"\\u0063\":true}");
        assertEquals("x\ny", JsonFields.text(json, "a"));
        assertEquals("{\"a\":1}", JsonFields.text(json, "b"));
        assertEquals(-7, JsonFields.number(json, "n"));
        assertEquals(0, JsonFields.number(json, "a"));
        assertNull(JsonFields.text(json, "d"));
        assertNull(JsonFields.text(json, "c"), "names are compared as they are written");
        assertEquals("true", Utf8.text(JsonFields.field(json, "c")), "unless each is read");
    }
}
