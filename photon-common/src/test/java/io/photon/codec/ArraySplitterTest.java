// SPDX-License-Identifier: Apache-2.0
package io.photon.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.photon.text.Utf8;
import java.nio.ByteBuffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArraySplitterTest {

    /** Line ends are shown as semicolons, carriage returns as carets. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "[]|''|",
                " [ ] ;|''|",
                "[1]|1;|",
                "[1,{\"a\":[2,{}]},\"],[\"]|1;{\"a\":[2,{}]};\"],[\";|",
                "[\"a\\\"]\",\"\\\\\"]|\"a\\\"]\";\"\\\\\";|",
                "[{;\"a\":1;},2]|{^\"a\":1^};2;|",
                "|''|EMPTY",
                " |''|EMPTY",
                "{}|''|NO_ARRAY",
                "[1|1|CUT",
                "[1,|1;|CUT",
                "[\"]|\"]|CUT",
                "[,1]|''|STRAY_COMMA",
                "[1,,2]|1;|STRAY_COMMA",
                "[1,]|1;|STRAY_BRACKET",
                "[1]2|1;|MORE",
            })
    void anArrayBecomesLinesHoweverItArrives(String array, String lines, ArraySplitter.Trouble trouble) {
        byte[] bytes = Utf8.bytes(array == null ? "" : array.replace(';', '\n'));
        for (int piece = 1; piece <= bytes.length + 1; piece++) {
            ArraySplitter splitter = new ArraySplitter(false);
            byte[] out = new byte[bytes.length];
            int size = 0;
            for (int at = 0; at < bytes.length; at += piece) {
                size = splitter.split(ByteBuffer.wrap(bytes, at, Math.min(piece, bytes.length - at)), out, size);
            }
            splitter.end();
            assertEquals(lines.replace(';', '\n').replace('^', '\r'), Utf8.text(out, 0, size), "in pieces of " + piece);
            assertEquals(trouble, splitter.trouble(), "in pieces of " + piece);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"[1,]|", "[1,2, ]|", "[1,,]|STRAY_COMMA"})
    void aCommaAfterTheLastItemIsTakenWhereThatIsWanted(String array, ArraySplitter.Trouble trouble) {
        byte[] bytes = Utf8.bytes(array);
        ArraySplitter splitter = new ArraySplitter(true);
        splitter.split(ByteBuffer.wrap(bytes), new byte[bytes.length], 0);
        splitter.end();
        assertEquals(trouble, splitter.trouble());
    }
}
