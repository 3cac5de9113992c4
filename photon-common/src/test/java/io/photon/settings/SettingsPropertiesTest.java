// SPDX-License-Identifier: Apache-2.0
package io.photon.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;

class SettingsPropertiesTest {

    @Property
    void everySizeIsReadBackAsItWasPrinted(@ForAll @LongRange(min = 0, max = 1L << 40) long bytes) {
        SizeType type = new SizeType(0, 1L << 40);
        if (type.print(bytes).length() <= 9) { // longer numbers are refused, not misread
            assertEquals(bytes, type.parse(type.print(bytes)).orElseThrow());
        }
    }

    @Property
    void everySpanIsReadBackAsItWasPrinted(@ForAll @LongRange(min = 0, max = 1L << 39) long ms) {
        SpanType type = new SpanType(Duration.ZERO, Duration.ofMillis(1L << 39));
        Duration span = Duration.ofMillis(ms);
        assertEquals(span, type.parse(type.print(span)).orElseThrow());
    }

    @Property
    void everyPortIsReadBackAsItWasPrinted(@ForAll @IntRange(min = 0, max = 65_535) int port) {
        SettingType<Integer> type = SettingsTable.REST_PORT.type();
        assertEquals(port, type.parse(type.print(port)).orElseThrow());
    }

    @Property
    void noTextWhateverMakesATypeThrow(@ForAll @StringLength(max = 40) String text) {
        SettingsTable.rows().forEach(row -> row.type().parse(text));
    }

    @Property
    void whatJavaWroteIsReadAsJavaReadsIt(
            @ForAll @Size(max = 6) Map<@StringLength(max = 8) String, @StringLength(max = 12) String> written)
            throws IOException {
        Properties properties = new Properties();
        written.forEach((key, value) -> properties.put(whole(key), whole(value)));
        properties.remove("");
        StringWriter file = new StringWriter();
        properties.store(file, "a comment\nof two lines");
        PropertiesText text = PropertiesText.parse(file.toString().getBytes(StandardCharsets.UTF_8), "file");
        Map<String, String> read = new HashMap<>();
        text.given().forEach(given -> read.put(given.key(), given.text()));
        assertEquals(properties, read);
        assertEquals(List.of(), text.errors());
    }

    /** UTF-8 has no halves of surrogate pairs. */
    private static String whole(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }

    /** Lines out of the pieces that matter: whatever they make, the result is that of Java's own reader. */
    @Property(tries = 5_000)
    void anyFileIsReadAsJavaReadsIt(@ForAll @Size(max = 30) List<@IntRange(min = 0, max = 11) Integer> pieces)
            throws IOException {
        String[] vocabulary = {"a", "b", " ", "=", ":", "\n", "\r\n", "\\\n", "\\", "#", "!", "\t"};
        StringBuilder file = new StringBuilder();
        pieces.forEach(piece -> file.append(vocabulary[piece]));
        Properties expected = new Properties();
        expected.load(new StringReader(file.toString()));
        expected.remove(""); // nameless values are errors to us; which of several is told does not matter
        Map<String, String> read = new HashMap<>();
        PropertiesText.parse(file.toString().getBytes(StandardCharsets.UTF_8), "file")
                .given()
                .forEach(given -> read.put(given.key(), given.text()));
        read.remove("");
        assertEquals(expected, read, () -> "for " + file);
    }

    @Property
    void aLineKeepsItsNumberWhateverStandsBeforeIt(
            @ForAll @Size(max = 20) List<@IntRange(min = 0, max = 4) Integer> before) {
        List<String> lines = new ArrayList<>();
        for (int kind : before) {
            switch (kind) {
                case 0 -> lines.add("");
                case 1 -> lines.add("# comment \\");
                case 2 -> lines.add("! comment");
                case 3 -> lines.add("key=value");
                default -> lines.addAll(List.of("key=one \\", "  # two"));
            }
        }
        String file = String.join("\n", lines) + (lines.isEmpty() ? "" : "\n") + "last=here";
        List<Given> given =
                PropertiesText.parse(file.getBytes(StandardCharsets.UTF_8), "f").given();
        assertEquals(new Given("last", "here", SettingOrigin.file("f", lines.size() + 1)), given.get(given.size() - 1));
    }

    @Property
    void oneTypingErrorIsAlwaysGuessed(@ForAll @IntRange(min = 0, max = 1_000) int seed) {
        List<String> keys = SettingRows.BUILT_IN.keys();
        String key = keys.get(seed % keys.size());
        int at = 1 + seed % (key.length() - 2);
        String swapped = key.substring(0, at) + key.charAt(at + 1) + key.charAt(at) + key.substring(at + 2);
        assertEquals(key, Closest.of(swapped, keys).orElseThrow(), swapped);
        assertEquals(1, Closest.distance(key, key.substring(0, at) + key.substring(at + 1)));
        assertEquals(1, Closest.distance(key, key + "x"));
        assertEquals(0, Closest.distance(key, key));
    }
}
