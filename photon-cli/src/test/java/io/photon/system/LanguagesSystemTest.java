// SPDX-License-Identifier: Apache-2.0
package io.photon.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.testing.Eventually;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * docs/reliability scenario 30: {@code java -jar} in the languages of the machine, with no launcher to choose another.
 */
class LanguagesSystemTest {

    private static final List<String> LANGUAGES = List.of("fa_IR", "ar_EG", "th_TH", "tr_TR", "de_DE");

    /** Made once: a locale costs as much as the start of a daemon in it. */
    @TempDir
    static Path locales;

    private static final List<Map<String, String>> ENVIRONMENTS = new ArrayList<>();

    @TempDir
    Path home;

    @BeforeAll
    static void makeLocales() throws Exception {
        ENVIRONMENTS.clear();
        for (String language : LANGUAGES) {
            ENVIRONMENTS.add(Locales.make(locales, language, "UTF-8"));
        }
        ENVIRONMENTS.add(Map.of("LC_ALL", "C"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"file", "h2"})
    void aStoreIsTheSameInEveryLanguageAndItsFilesAreNamedTheSame(String backend) throws Exception {
        String year = Integer.toString(Instant.now().atOffset(ZoneOffset.UTC).getYear());
        List<Long> stored = new ArrayList<>();
        for (Map<String, String> environment : ENVIRONMENTS) {
            try (DaemonProcess daemon =
                    DaemonProcess.start(home, environment, "-db.backend", backend, "-muon.url", "amqp://127.0.0.1:1")) {
                for (int i = 0; i < 3; i++) {
                    stored.add(daemon.http().stored(event("kept", i)));
                }
                daemon.http().stored(event("gone", 1));
                assertEquals(200, daemon.http().delete("/api/stream/gone").statusCode());
                assertEquals(
                        stored,
                        daemon.http().replay("kept").stream()
                                .map(Producer::orderIdOf)
                                .toList(),
                        () -> "in " + environment + ":\n" + daemon.stderr());
                Eventually.within(30, () -> daemon.stderr().lines().count() > 1, daemon::stderr);
                for (String line : daemon.stderr().split("\n")) {
                    boolean dated = line.matches(year + "-[0-9]{2}-[0-9]{2}T[0-9:.]+Z .*");
                    assertTrue(dated || line.startsWith("photon: "), line);
                }
                assertEquals(0, daemon.stop());
            }
        }
        try (Stream<Path> files = Files.walk(home.resolve("data"))) {
            files.forEach(file -> assertTrue(file.toString().matches("\\p{ASCII}*"), file.toString()));
        }
    }

    @Test
    void aCommandShowsTheSameInEveryLanguage() throws Exception {
        try (DaemonProcess daemon = DaemonProcess.start(home, "-db.backend", "memory")) {
            for (int i = 0; i < 1_234; i++) {
                daemon.http().stored(event("TITLE", i));
            }
            String url = daemon.http().base().toString();
            String expected = null;
            for (Map<String, String> environment : ENVIRONMENTS) {
                Map<String, String> variables = new HashMap<>(environment);
                variables.put("COLUMNS", "120");
                PhotonProcess shown = PhotonProcess.run(
                        home, variables, daemon.http(), "streams", "list", "--url", url, "-o", "table");
                assertEquals(0, shown.code(), shown.err());
                assertTrue(shown.out().contains("1234") || shown.out().contains("1,234"), shown.out());
                expected = expected == null ? shown.out() : expected;
                assertEquals(expected, shown.out(), environment.toString());
            }
        }
    }

    private static String event(String stream, int n) {
        return "{\"stream-name\":\"" + stream + "\",\"event-type\":\"T\",\"payload\":" + n + "}";
    }
}
