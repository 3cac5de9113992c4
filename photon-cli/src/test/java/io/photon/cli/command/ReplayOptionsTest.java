// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.cli.command.Shell.Ran;
import io.photon.daemon.Photon;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a replay can be asked for, with a daemon that does it. */
@Timeout(60)
class ReplayOptionsTest {

    private static final String[] STREAMS = {"a", "b", "a/x", "b*", "c"};

    @TempDir
    Path dir;

    private Photon daemon;
    private Shell photon;

    @BeforeEach
    void start() {
        daemon = OwnDaemon.start(dir, dir.resolve("run/photon"));
        photon = new Shell(daemon.url());
        photon.environment.put("XDG_RUNTIME_DIR", dir.resolve("run").toString());
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 50; i++) {
            lines.append("{\"stream-name\":\"" + STREAMS[i % 5] + "\",\"event-type\":\"t" + i % 2
                    + "\",\"payload\":{\"n\":" + i + "}}\n");
        }
        assertEquals(0, photon.runWith(lines.toString(), "emit", "-q").code());
    }

    @AfterEach
    void stop() {
        daemon.close();
    }

    private String numbers(String... words) {
        List<String> all = new ArrayList<>(List.of("replay"));
        all.addAll(List.of(words));
        all.addAll(List.of("--format", "{payload.n}"));
        Ran ran = photon.run(all.toArray(String[]::new));
        assertEquals(0, ran.code(), ran.err());
        return ran.out().strip().replace('\n', ' ');
    }

    @ParameterizedTest
    @CsvSource({
        "a --type cold --last 3, 35 40 45",
        "a --last 2 --idle 2s, 40 45",
        "a --type cold --last 99 --limit 2, 0 5",
        "a --type cold --last 2 --event-type t0, 30 40",
        "a --type cold --last 2 --where .payload.n<20, 10 15",
        "nothing --type cold --last 2, ''",
        "a --type cold --since -1h --last 1, 45",
        "b* --exact --type cold --last 1, 48",
    })
    void theLastEventsComeInTheirOrder(String words, String numbers) {
        assertEquals(numbers, numbers(words.split(" ")));
    }

    @ParameterizedTest
    @CsvSource({
        "a b --type cold --last 4, 40 41 45 46",
        "a a/* --type cold --last 3, 42 45 47",
        "a b* --exact --type cold --last 2, 45 48",
        "a c --type cold --last 3 --where .payload.n>40, 44 45 49",
        "c b --idle 2s --last 2, 46 49",
    })
    void severalStreamsComeInOneOrder(String words, String numbers) {
        assertEquals(numbers, numbers(words.split(" ")));
    }

    @Test
    void theOldJsonArgumentFollowsTheStreams() {
        assertEquals("0 4", numbers("a", "c", "{\"stream-type\":\"cold\",\"limit\":2}"));
    }

    @Test
    void streamsOfPhotonsOwnAreNotAmongThoseOfAGlob() {
        String all = photon.run("replay", "a*", "**", "--type", "cold", "--format", "{stream-name}")
                .out();
        assertEquals(50, all.lines().count());
    }

    @ParameterizedTest
    @CsvSource({
        "--last 0, --last is 0",
        "--last 5 --backwards, --last goes with neither --backwards nor --type hot",
        "--last 5 --type hot, --last goes with neither",
        "--format {, --format: '{' has no '}' at character 1 of '{'",
    })
    void whatDoesNotGoTogetherIsRefused(String words, String message) {
        Ran ran = photon.run(("replay a " + words).split(" "));
        assertEquals(2, ran.code());
        assertTrue(ran.err().startsWith("photon: replay: " + message), ran.err());
    }

    @Test
    void aTimeWithoutAnOffsetIsLocalAndSaysSo() {
        Ran ran = photon.run("replay", "a", "--type", "cold", "--from", "2020-01-31 12:00", "-o", "ndjson");
        assertEquals(0, ran.code(), ran.err());
        assertEquals(10, ran.out().lines().count());
        assertTrue(
                ran.err()
                        .startsWith(
                                "photon: replay: '2020-01-31 12:00' has no offset and is taken as local time: 2020-01-31T12:00:00"),
                ran.err());
    }
}
