// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.names;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BashLineTest {

    @Test
    void theLastWordIsReadWithoutItsQuotes() {
        BashLine line = BashLine.read("photon --url 'http://a b' replay or\\ d");
        assertEquals(List.of("photon", "--url", "http://a b", "replay"), line.words());
        assertEquals("or d", line.word());
        assertEquals("", BashLine.read("photon replay ").word());
    }

    @Test
    void aNameIsWrittenForTheQuoteItStandsIn() {
        assertEquals("it\\'s", BashLine.read("photon x it").written("it's"));
        assertEquals("it'\\''s", BashLine.read("photon x 'it").written("it's"));
        assertEquals("a\\$b\\`c", BashLine.read("photon x \"a").written("a$b`c"));
        assertEquals("$'a\\nb'", BashLine.read("photon x a").written("a\nb"));
        assertNull(BashLine.read("photon x 'a").written("a\nb"));
        assertNull(BashLine.read("photon x \"a").written("a!b"));
        assertEquals("c", BashLine.read("photon x a:b:").written("a:b:c"));
        assertEquals("@alice", BashLine.read("photon x @ali").written("@alice"));
        assertEquals("@y", BashLine.read("photon x x@").written("x@y"));
    }

    /** What bash itself makes of it is the name, and nothing else happens. */
    @Test
    void bashReadsTheNameAgainWhateverItHolds() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        String signs = "ab $`'\"\\|><#!{}[]()\n\t\u001b\u0007;&*?~=:@\u00e9\u202e";
        StringBuilder script = new StringBuilder();
        List<String> names = new ArrayList<>();
        for (int turn = 0; turn < 600; turn++) {
            StringBuilder name = new StringBuilder();
            for (int i = random.nextInt(8); i >= 0; i--) {
                name.append(signs.charAt(random.nextInt(signs.length())));
            }
            String quote = List.of("", "'", "\"", "$'").get(turn % 4);
            String written = BashLine.read("photon x " + quote).written(name.toString());
            if (written != null) {
                String end = quote.isEmpty() ? "" : quote.equals("$'") ? "'" : quote;
                script.append("printf '%s\\0' ")
                        .append(quote)
                        .append(written)
                        .append(end)
                        .append('\n');
                names.add(name.toString());
            }
        }
        Process bash = new ProcessBuilder("bash", "-s").start();
        bash.getOutputStream().write(script.toString().getBytes(StandardCharsets.UTF_8));
        bash.getOutputStream().close();
        String read = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, bash.waitFor(), () -> "seed " + seed);
        assertEquals(names, List.of(read.split("\0", -1)).subList(0, names.size()), () -> "seed " + seed);
    }

    @Test
    void globsAndPathsArePartOfTheirWord() {
        NameCompletion globs = new NameCompletion("globs");
        assertEquals("what?", globs.key("what\\?", "").prefix());
        assertNull(globs.key("order-*", ""));
        assertEquals(List.of("what\\?", "where"), globs.words("wh", List.of("what?", "where")));
        NameCompletion fields = new NameCompletion("fields");
        assertEquals(
                ".payload.b",
                fields.key(".payload.a > 1 and .payload.b", "orders").prefix());
        assertEquals(List.of(".a > 1 and .b"), fields.words(".a > 1 and .", List.of(".b")));
    }
}
