// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.input;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventDefaultsTest {

    private static String with(EventDefaults input) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] block = new byte[1_000];
        for (int n = input.read(block, 0, block.length); n >= 0; n = input.read(block, 0, block.length)) {
            out.write(block, 0, n);
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    private static InputStream pieces(String text, int piece) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)) {
            @Override
            public synchronized int read(byte[] bytes, int offset, int length) {
                return super.read(bytes, offset, Math.min(length, piece));
            }
        };
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"payload\":1}|{\"stream-name\":\"s\",\"caused-by\":7,\"payload\":1}",
                "{\"stream-name\":\"x\",\"payload\":1};|{\"caused-by\":7,\"stream-name\":\"x\",\"payload\":1};",
                "{\"caused-by\":1,\"stream-name\":\"x\"};;|{\"caused-by\":1,\"stream-name\":\"x\"};;",
                "{\"payload\":{\"stream-name\":1}};|{\"stream-name\":\"s\",\"caused-by\":7,\"payload\":{\"stream-name\":1}};",
                "{ };|{\"stream-name\":\"s\",\"caused-by\":7 };",
                "nonsense;1;;[];|nonsense;1;;[];",
                "''|''",
            })
    void aLineGetsWhatItLacksAndKeepsWhatItSays(String input, String expected) throws IOException {
        String text = input.replace(';', '\n');
        for (int piece = 1; piece < text.length() + 2; piece++) {
            EventDefaults defaults = new EventDefaults(pieces(text, piece))
                    .text("stream-name", "s")
                    .text("event-type", null)
                    .numberOrText("caused-by", "7");
            assertEquals(expected.replace(';', '\n'), with(defaults), "in pieces of " + piece);
        }
    }

    @Test
    void aNameIsQuotedAsJson() throws IOException {
        EventDefaults defaults = new EventDefaults(pieces("{\"payload\":1}\n", 100)).text("stream-name", "a\"b\n");
        assertEquals("{\"stream-name\":\"a\\\"b\\u000a\",\"payload\":1}\n", with(defaults));
    }
}
