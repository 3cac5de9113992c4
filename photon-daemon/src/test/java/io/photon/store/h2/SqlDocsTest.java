// SPDX-License-Identifier: Apache-2.0
package io.photon.store.h2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.event.Event;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs what {@code docs/h2.md} shows, with nothing on the class path but H2, and compares the output. */
class SqlDocsTest {

    private static final long FIRST = MirrorEvents.FIRST;
    private static final Pattern EXAMPLE = Pattern.compile(
            "\\$ java -cp target/photon\\.jar org\\.h2\\.tools\\.Shell -url jdbc:h2:\\./photon\\.h2 -sql \"(.*)\"\n"
                    + "((?s:.*?))```");

    @TempDir
    Path directory;

    @Test
    void everyQueryOfTheManualGivesTheOutputThatStandsThere() throws Exception {
        MirrorFile file = new MirrorFile(directory.resolve("photon.h2"));
        H2Harness store = new H2Harness(file);
        store.open();
        store.store().append(events());
        store.close();

        Matcher example =
                EXAMPLE.matcher(Files.readString(Path.of(System.getProperty("photon.root"), "docs", "h2.md")));
        int found = 0;
        for (; example.find(); found++) {
            assertEquals(
                    withoutTimes(example.group(2)),
                    withoutTimes(shell(example.group(1).replace("\\\"", "\""))));
        }
        assertTrue(found >= 3, "the manual shows no queries");
    }

    private static List<Event> events() {
        List<Event> events = new ArrayList<>();
        events.add(placed(FIRST, 1, "12.50", "Köln"));
        events.add(placed(FIRST + 1_000_000, 2, "99.90", "Lyon"));
        events.add(
                MirrorEvents.parsed(
                        FIRST + 2_000_000,
                        "{\"stream-name\":\"payments\",\"event-type\":\"Received\",\"payload\":{\"order\":1,\"amount\":12.50}}"));
        return events;
    }

    private static Event placed(long orderId, int id, String total, String city) {
        return MirrorEvents.parsed(
                orderId,
                "{\"stream-name\":\"orders\",\"event-type\":\"Placed\",\"payload\":{\"id\":" + id + ",\"total\":"
                        + total + ",\"city\":\"" + city + "\"}}");
    }

    private String shell(String sql) throws Exception {
        Path jar = Path.of(org.h2.Driver.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        Process shell = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Dfile.encoding=UTF-8",
                        "-cp",
                        jar.toString(),
                        "org.h2.tools.Shell",
                        "-url",
                        "jdbc:h2:./photon.h2",
                        "-sql",
                        sql)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, shell.waitFor(), output);
        return output;
    }

    private static String withoutTimes(String output) {
        return output.replaceAll(", \\d+ ms\\)", ")").replaceAll(" +\n", "\n");
    }
}
