// SPDX-License-Identifier: Apache-2.0
package io.photon.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsReaderTest {

    @TempDir
    Path folder;

    private Place place;

    @BeforeEach
    void start() {
        place = new Place(folder);
    }

    @Test
    void withNothingGivenTheDefaultsOfTheContractHold() throws IOException {
        Settings settings = place.settings();
        assertEquals("photon", settings.get(SettingsTable.MICROSERVICE_NAME));
        assertEquals("localhost", settings.get(SettingsTable.REST_HOST));
        assertEquals(3_000, settings.get(SettingsTable.REST_PORT));
        assertEquals("admin", settings.get(SettingsTable.ADMIN_USER));
        assertEquals("p4010n", settings.get(SettingsTable.ADMIN_PASS));
        assertEquals(8_375, settings.get(SettingsTable.PROJECTIONS_PORT));
        assertEquals(8_376, settings.get(SettingsTable.EVENTS_PORT));
        assertEquals("amqp://localhost", settings.get(SettingsTable.MUON_URL));
        assertEquals(4, settings.get(SettingsTable.PARALLEL_PROJECTIONS));
        assertEquals("h2", settings.get(SettingsTable.DB_BACKEND));
        assertEquals(16L << 20, settings.get(SettingsTable.REST_MAX_LINE));
        assertEquals(Duration.ofSeconds(8), settings.get(SettingsTable.H2_STOP_WAIT));
        assertEquals(folder.resolve("home/.local/share/photon"), settings.get(SettingsTable.DATA_PATH));
        assertEquals(folder.resolve("home/.config/photon/projections"), settings.get(SettingsTable.PROJECTIONS_PATH));
        assertTrue(settings.find(SettingsTable.REST_KEYSTORE).isEmpty());
        assertEquals("default", settings.origin(SettingsTable.REST_PORT).place());
    }

    @Test
    void thePlacesOfDataFollowXdgAndDataPath() throws IOException {
        place.environment.put("XDG_DATA_HOME", "/data");
        assertEquals(Path.of("/data/photon/photon.h2"), place.settings().get(SettingsTable.H2_PATH));
        place.environment.put("XDG_DATA_HOME", "relative");
        assertEquals(
                folder.resolve("home/.local/share/photon"), place.settings().get(SettingsTable.DATA_PATH));
        place.arguments.addAll(List.of("-data.path", "/mine"));
        assertEquals(Path.of("/mine/photon.h2"), place.settings().get(SettingsTable.H2_PATH));
        assertEquals(Path.of("/mine/file"), place.settings().get(SettingsTable.FILE_PATH));
    }

    @Test
    void eachPlaceOverridesAllBehindIt() throws IOException {
        place.file("classes/config.properties", "rest.port=6\nrest.host=six\n");
        check("6", "class path config.properties:1");
        place.file("classes/photon.properties", "# a comment\nrest.port=5\n");
        check("5", "class path photon.properties:2");
        place.file("photon.properties", "\n\nrest.port = 4\n");
        check("4", "photon.properties:3");
        place.config = folder.resolve("my.properties");
        place.file("my.properties", "rest.port:3");
        check("3", place.config + ":1");
        place.environment.put("PHOTON_REST_PORT", "2");
        check("2", "environment PHOTON_REST_PORT");
        place.arguments.addAll(List.of("-rest.port", "1"));
        check("1", "command line -rest.port");
        assertEquals(
                "six",
                place.settings().get(SettingsTable.REST_HOST),
                "a lower place still gives what is not overridden");
    }

    private void check(String port, String origin) throws IOException {
        Settings settings = place.settings();
        assertEquals(Integer.valueOf(port), settings.get(SettingsTable.REST_PORT));
        assertEquals(origin, settings.origin(SettingsTable.REST_PORT).place());
    }

    @Test
    void theOptionHasThreeSpellingsAndTheLastOneCounts() throws IOException {
        for (List<String> spelling : List.of(
                List.of("-rest.host", "0.0.0.0"), List.of("--rest.host", "0.0.0.0"), List.of("--rest.host=0.0.0.0"))) {
            place.arguments.addAll(List.of("-rest.host", "example.org"));
            place.arguments.addAll(spelling);
            assertEquals("0.0.0.0", place.settings().get(SettingsTable.REST_HOST));
        }
    }

    @Test
    void theEnvironmentSetsEverySettingAndTheMuonUrl() throws IOException {
        assertEquals("PHOTON_RIAK_DEFAULT_BUCKET", SettingsTable.RIAK_DEFAULT_BUCKET.variable());
        assertEquals("PHOTON_H2_STOP_WAIT", SettingsTable.H2_STOP_WAIT.variable());
        place.environment.put("MUON_URL", "amqp://muon:microservices@rabbitmq");
        assertEquals("amqp://muon:microservices@rabbitmq", place.settings().get(SettingsTable.MUON_URL));
        place.environment.put("PHOTON_MUON_URL", "amqp://other");
        assertEquals("amqp://other", place.settings().get(SettingsTable.MUON_URL));
        place.environment.put("PHOTON_REST_PORT", "");
        assertEquals(3_000, place.settings().get(SettingsTable.REST_PORT), "empty is as good as none");
    }

    @Test
    void riakHasAnyNumberOfNodesWithAnyNamesInTheOrderOfTheirNumbers() throws IOException {
        assertEquals(
                List.of(),
                List.copyOf(place.settings().named(SettingsTable.RIAK_NODE).values()));
        place.environment.put("PHOTON_RIAK_NODE_2", "b.example.org");
        place.environment.put("PHOTON_RIAK_NODE_EAST", "[::1]:8087");
        place.arguments.addAll(List.of("-riak.node.10", "c.example.org", "--riak.node.1=a.example.org:8087"));
        Settings settings = place.settings();
        assertEquals(
                "{1=a.example.org:8087, 2=b.example.org, 10=c.example.org, east=[::1]:8087}",
                settings.named(SettingsTable.RIAK_NODE).toString());
        assertEquals(
                List.of("riak.node.1", "riak.node.2", "riak.node.10", "riak.node.east"),
                settings.shown().stream()
                        .map(shown -> shown.setting().key())
                        .filter(key -> key.startsWith("riak.node."))
                        .toList());
        assertEquals(
                "environment PHOTON_RIAK_NODE_2",
                settings.shown().stream()
                        .filter(shown -> shown.setting().key().equals("riak.node.2"))
                        .findFirst()
                        .orElseThrow()
                        .origin()
                        .place());
    }

    @Test
    void aNodeThatIsNoneAndANameThatIsNoneAreRefused() throws IOException {
        place.file("photon.properties", "riak.node.1=a:0\nriak.node.=x\nriak.nod.2=x\nriak.node.a.b=x\n");
        List<String> errors = place.errors();
        assertEquals(
                "photon.properties:1: riak.node.1 is a:0 | use a host name or an IP address, with or without :PORT after it",
                errors.get(0));
        assertTrue(
                errors.get(2)
                        .startsWith("photon.properties:3: there is no setting riak.nod.2 | did you mean riak.node.X?"),
                errors.get(2));
        assertEquals(4, errors.size(), errors.toString());
    }

    @Test
    void bothNamesOfABackendMeanIt() throws IOException {
        for (List<String> pair : List.of(
                List.of("dummy", "memory"),
                List.of("mongodb", "mongo"),
                List.of("mongo", "mongo"),
                List.of("H2", "h2"))) {
            place.arguments.addAll(List.of("-db.backend", pair.get(0)));
            assertEquals(pair.get(1), place.settings().get(SettingsTable.DB_BACKEND));
        }
    }

    @Test
    void aWrongValueIsNamedWithItsPlaceAndWhatIsAllowed() throws IOException {
        place.file("photon.properties", "#\n".repeat(11) + "rest.port=99999\n");
        assertEquals(
                List.of("photon.properties:12: rest.port is 99999 | use 1 to 65535, or 0 for a free port"),
                place.errors());
    }

    @Test
    void anUnknownKeyIsNamedWithTheClosestOneAndWithoutItsValue() throws IOException {
        place.file("photon.properties", "rest.prot=4000\nadmin.passs=hunter2\nmongo.host=x\nxyzzy=1\n");
        assertEquals(
                List.of(
                        "photon.properties:1: there is no setting rest.prot | did you mean rest.port? photon serve --print-config lists all settings",
                        "photon.properties:2: there is no setting admin.passs | did you mean admin.pass? photon serve --print-config lists all settings",
                        "photon.properties:3: there is no setting mongo.host | did you mean mongodb.host? photon serve --print-config lists all settings",
                        "photon.properties:4: there is no setting xyzzy | photon serve --print-config lists all settings"),
                place.errors());
    }

    @Test
    void allErrorsOfAllPlacesAreToldAtOnce() throws IOException {
        place.arguments.addAll(List.of("-rest.port", "x", "-h2.stop-wait", "-db.backend", "oracle"));
        place.environment.put("PHOTON_PARALLEL_PROJECTIONS", "0");
        place.file("photon.properties", "measure.active=perhaps\n\\u12=x\n");
        assertEquals(
                List.of(
                        "photon.properties:2: a \\u that four hexadecimal digits do not follow | write a backslash as \\\\",
                        "command line -rest.port: rest.port is x | use 1 to 65535, or 0 for a free port",
                        "command line -h2.stop-wait: h2.stop-wait has no value | use 0s to 1h, with ms, s, m, h or d after the number",
                        "command line -db.backend: db.backend is oracle | use one of h2, file, memory",
                        "environment PHOTON_PARALLEL_PROJECTIONS: parallel.projections is 0 | use 1 to 1024",
                        "photon.properties:1: measure.active is perhaps | use true or false"),
                place.errors());
    }

    @Test
    void aConfigFileThatIsMissingOrNoTextIsAnError() throws IOException {
        place.config = folder.resolve("nowhere.properties");
        assertEquals(List.of(place.config + ": there is no such file | check --config"), place.errors());
        place.config = folder.resolve("latin1.properties");
        java.nio.file.Files.write(place.config, new byte[] {'a', '=', (byte) 0xe9});
        assertEquals(List.of(place.config + ": is not UTF-8 | save it as UTF-8"), place.errors());
        place.config = folder.resolve("huge.properties");
        java.nio.file.Files.write(place.config, new byte[(1 << 20) + 1]);
        assertEquals(1, place.errors().size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://localhost", "amqp:localhost", "localhost:5672", "amqp://user:hunter2@a b"})
    void aMuonUrlThatIsNoneIsRefusedWithoutShowingItsPassword(String url) throws IOException {
        place.environment.put("MUON_URL", url);
        String error = place.errors().get(0);
        assertTrue(error.startsWith("environment MUON_URL: muon.url is "), error);
        assertFalse(error.contains("hunter2"), error);
    }

    @Test
    void secretsAreMaskedWhereSettingsAreShown() throws IOException {
        place.arguments.addAll(List.of("-admin.pass", "hunter2", "-muon.url", "amqp://user:hun@ter2@host"));
        place.arguments.addAll(List.of("-rest.keypass", "hunter2", "-admin.secret", "hunter2"));
        Settings settings = place.settings();
        String shown = settings.shown().toString();
        assertEquals("hunter2", settings.get(SettingsTable.ADMIN_PASS));
        assertFalse(shown.contains("hunter2") || shown.contains("ter2"), shown);
        assertTrue(shown.contains("amqp://user:********@host"), shown);
    }

    @Test
    void aVariableThatIsAlmostASettingIsWarnedOfAndOthersAreNot() throws IOException {
        place.environment.putAll(Map.of(
                "PHOTON_REST_PROT", "1", "PHOTON_URL", "http://x", "PHOTON_TOKEN", "t", "PHOTON_SHOP_NAME", "s"));
        LoadedSettings.Good good = assertInstanceOf(LoadedSettings.Good.class, place.load());
        assertEquals(
                List.of(
                        "environment PHOTON_REST_PROT is not a setting and was ignored; did you mean PHOTON_REST_PORT?"),
                good.warnings());
    }

    @Test
    void aKeyThatComesTwiceInAFileIsWarnedOfAndTheLastOneCounts() throws IOException {
        place.file("photon.properties", "rest.port=1\nrest.port=2\n");
        LoadedSettings.Good good = assertInstanceOf(LoadedSettings.Good.class, place.load());
        assertEquals(2, good.settings().get(SettingsTable.REST_PORT));
        assertEquals(
                List.of("photon.properties:2: rest.port again; this value counts, not that of photon.properties:1"),
                good.warnings());
    }
}
