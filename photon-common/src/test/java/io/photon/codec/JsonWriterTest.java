// SPDX-License-Identifier: Apache-2.0
package io.photon.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.photon.text.Utf8;
import org.junit.jupiter.api.Test;

class JsonWriterTest {

    @Test
    void commasStandBetweenWhatIsWrittenAndNowhereElse() {
        String json = new JsonWriter(1)
                .object()
                .field("a", 1)
                .field("b", "x,\"[{:")
                .field("c")
                .array()
                .value(1)
                .value("{")
                .object()
                .endObject()
                .array()
                .endArray()
                .raw(Utf8.bytes("null"))
                .endArray()
                .field("d", true)
                .field("ü\n", false)
                .endObject()
                .text();
        assertEquals("{\"a\":1,\"b\":\"x,\\\"[{:\",\"c\":[1,\"{\",{},[],null],\"d\":true,\"ü\\u000a\":false}", json);
    }

    @Test
    void aPartOfBytesIsAValue() {
        JsonWriter json =
                new JsonWriter(16).array().raw(Utf8.bytes("xx12xx"), 2, 2).value(3);
        assertEquals("[12,3]", Utf8.text(json.endArray().bytes()));
    }
}
