// SPDX-License-Identifier: Apache-2.0
package io.photon.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.settings.LoadedSettings;
import io.photon.settings.SettingArguments;
import io.photon.settings.Settings;
import io.photon.settings.SettingsReader;
import io.photon.settings.SettingsTable;
import io.photon.settings.Surroundings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.yaml.snakeyaml.Yaml;

/** compose.yaml and the Dockerfile, read as Docker reads them: there is no engine here to run them. */
class ContainerFilesTest {

    private static final Path ROOT = Path.of(System.getProperty("photon.root", ".."));

    @Test
    void theDocumentedCommandFitsTheImage() throws IOException {
        List<String> lines = Files.readAllLines(ROOT.resolve("Dockerfile")).stream()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .toList();
        for (String line : lines) {
            assertTrue(
                    line.matches("(FROM|RUN|WORKDIR|COPY|USER|ENV|VOLUME|EXPOSE|ENTRYPOINT|CMD) .+"),
                    line + ": no instruction");
        }
        assertTrue(lines.get(0).startsWith("FROM "), lines.get(0));
        assertTrue(lines.contains("ENTRYPOINT [\"java\"]"));
        assertTrue(lines.contains("COPY target/photon.jar target/photon.jar"));
        assertTrue(lines.contains("CMD [\"-jar\", \"target/photon.jar\", \"-rest.host\", \"0.0.0.0\"]"));
        assertTrue(lines.contains("ENV PHOTON_ADMIN_PASS=random"), "whoever reaches it would know the password");
        assertTrue(
                lines.contains("ENV PHOTON_EVENTS_PORT=0 PHOTON_PROJECTIONS_PORT=0"),
                "a start would warn of feeds that no one can reach");
        assertTrue(Files.readAllLines(ROOT.resolve(".dockerignore")).contains("!target/photon.jar"));
    }

    @Test
    void composeStartsPhotonWithARabbitMqThatAllowsWhatMuonNeeds() throws IOException {
        Map<String, Object> compose = new Yaml().load(Files.readString(ROOT.resolve("compose.yaml")));
        Map<?, ?> services = (Map<?, ?>) compose.get("services");
        Map<?, ?> photon = (Map<?, ?>) services.get("photon");
        assertEquals("-jar target/photon.jar -rest.host 0.0.0.0", photon.get("command"));
        assertEquals(List.of("3000:3000"), photon.get("ports"));
        Map<?, ?> rabbit = (Map<?, ?>) services.get("rabbitmq");
        Map<?, ?> user = (Map<?, ?>) rabbit.get("environment");
        assertEquals(
                "amqp://" + user.get("RABBITMQ_DEFAULT_USER") + ":" + user.get("RABBITMQ_DEFAULT_PASS") + "@rabbitmq",
                ((Map<?, ?>) photon.get("environment")).get("MUON_URL"));
        Matcher image = Pattern.compile("rabbitmq:(\\d+)\\.(\\d+)").matcher((String) rabbit.get("image"));
        assertTrue(image.matches(), "a pinned version");
        int version = Integer.parseInt(image.group(1)) * 100 + Integer.parseInt(image.group(2));
        assertTrue(version < 403, "4.3 and later deny transient queues");
    }

    @Test
    void threePhotonsShareThreeNodesOfCassandraThatForceEachWrite() throws IOException {
        Map<String, Object> compose = new Yaml().load(Files.readString(ROOT.resolve("docs/cassandra-compose.yaml")));
        Map<?, ?> services = (Map<?, ?>) compose.get("services");
        for (int i = 1; i <= 3; i++) {
            Map<?, ?> node = (Map<?, ?>) services.get("cassandra-" + i);
            assertTrue(String.valueOf(node.get("image")).matches("cassandra:5\\.\\d+"), "a pinned version");
            assertTrue(String.valueOf(node.get("entrypoint")).contains("commitlog_sync: batch\\npaxos_variant: v2/"));
            assertEquals(
                    "cassandra-1",
                    ((Map<?, ?>) node.get("environment")).get("CASSANDRA_SEEDS"),
                    "they are one cluster");
            Map<?, ?> photon = (Map<?, ?>) services.get("photon-" + i);
            String command = String.valueOf(photon.get("command"));
            assertTrue(command.contains("-cassandra.ip cassandra-1,cassandra-2,cassandra-3"), command);
            assertTrue(command.contains("-cassandra.require-durable true"), command);
            assertEquals(List.of("300" + i + ":3000"), photon.get("ports"));
            assertTrue(
                    ((List<?>) photon.get("volumes"))
                            .contains("../target/photon-store-cassandra.jar"
                                    + ":/opt/photon/target/photon-store-cassandra.jar:ro"),
                    "the backend is next to the program");
        }
    }

    /** What a service is started with, but for the settings of a backend: its jar is not here to know them. */
    private static Settings settings(Map<?, ?> service) {
        String[] given = String.valueOf(service.get("command")).split(" ");
        List<String> words = new ArrayList<>();
        for (int i = 2; i < given.length; i += 2) { // -jar and its name come first
            if (!given[i].matches("-(cassandra|mongodb|db)\\..*")) {
                words.addAll(List.of(given[i], given[i + 1]));
            }
        }
        Map<String, String> variables = new HashMap<>();
        ((Map<?, ?>) service.get("environment")).forEach((name, value) -> {
            Matcher asked = Pattern.compile("\\$\\{(\\w+):\\?[^}]+}").matcher(String.valueOf(value));
            variables.put(String.valueOf(name), asked.matches() ? asked.group(1) + "x".repeat(32) : (String) value);
        });
        LoadedSettings read = SettingsReader.read(SettingArguments.of(words), null, Surroundings.of(variables));
        return assertInstanceOf(LoadedSettings.Good.class, read, read.toString())
                .settings();
    }

    /** A client that is sent on by a 421, or turns to another after a failure, shows the same password or token there. */
    @ParameterizedTest
    @CsvSource({
        "cassandra-compose.yaml, photon-1 photon-2 photon-3",
        "mongo-compose.yaml, photon-1 photon-2 photon-3",
        "follower-compose.yaml, primary follower"
    })
    void photonsThatBelongTogetherHaveOneIdentityAndAnAddressEach(String file, String names) throws IOException {
        Map<String, Object> compose =
                new Yaml().load(Files.readString(ROOT.resolve("docs").resolve(file)));
        Map<?, ?> services = (Map<?, ?>) compose.get("services");
        for (String name : names.split(" ")) {
            Map<?, ?> service = (Map<?, ?>) services.get(name);
            Map<?, ?> variables = (Map<?, ?>) service.get("environment");
            for (String secret : List.of("PHOTON_ADMIN_PASS", "PHOTON_ADMIN_SECRET")) {
                String value = String.valueOf(variables.get(secret));
                assertTrue(value.startsWith("${" + secret + ":?"), name + ": " + value + " is not asked for");
            }
            Settings settings = settings(service);
            assertEquals("PHOTON_ADMIN_PASS" + "x".repeat(32), settings.get(SettingsTable.ADMIN_PASS));
            assertEquals("PHOTON_ADMIN_SECRET" + "x".repeat(32), settings.get(SettingsTable.ADMIN_SECRET));
            assertEquals(name, settings.get(SettingsTable.NODE_NAME));
            assertEquals("http://" + name + ":3000", settings.get(SettingsTable.NODE_ADDRESS));
        }
    }

    @Test
    void aFollowerFollowsAPrimaryThatIsReachedByItsNameAndBothHaveTheSamePassword() throws IOException {
        Map<String, Object> compose = new Yaml().load(Files.readString(ROOT.resolve("docs/follower-compose.yaml")));
        Map<?, ?> services = (Map<?, ?>) compose.get("services");
        Map<?, ?> primary = (Map<?, ?>) services.get("primary");
        Map<?, ?> follower = (Map<?, ?>) services.get("follower");
        String leads = String.valueOf(primary.get("command"));
        String follows = String.valueOf(follower.get("command"));
        assertTrue(leads.contains("-node.address http://primary:3000"), leads);
        assertFalse(leads.contains("-follow"), leads);
        assertTrue(follows.contains("-follow http://primary:3000 -follow.user admin"), follows);
        Object password = ((Map<?, ?>) primary.get("environment")).get("PHOTON_ADMIN_PASS");
        Map<?, ?> known = (Map<?, ?>) follower.get("environment");
        assertEquals(password, known.get("PHOTON_ADMIN_PASS"), "tokens and passwords are the same on both");
        assertEquals(password, known.get("PHOTON_FOLLOW_PASS"));
        assertEquals(List.of("3001:3000"), primary.get("ports"));
        assertEquals(List.of("3002:3000"), follower.get("ports"));
        for (Map<?, ?> node : List.of(primary, follower)) { // each setting is one that there is
            List<String> settings =
                    new ArrayList<>(List.of(String.valueOf(node.get("command")).split(" ")));
            LoadedSettings read = SettingsReader.read(
                    SettingArguments.of(settings.subList(2, settings.size())), null, Surroundings.ofThisProcess());
            assertTrue(read instanceof LoadedSettings.Good, read.toString());
        }
    }

    @Test
    void threePhotonsShareAReplicaSetOfMongoDb() throws IOException {
        Map<String, Object> compose = new Yaml().load(Files.readString(ROOT.resolve("docs/mongo-compose.yaml")));
        Map<?, ?> services = (Map<?, ?>) compose.get("services");
        Map<?, ?> health = (Map<?, ?>) ((Map<?, ?>) services.get("mongo-1")).get("healthcheck");
        assertTrue(String.valueOf(health.get("test")).contains("rs.initiate({_id: \"photon\""), health.toString());
        for (int i = 1; i <= 3; i++) {
            Map<?, ?> member = (Map<?, ?>) services.get("mongo-" + i);
            assertTrue(String.valueOf(member.get("image")).matches("mongo:\\d+"), "a pinned version");
            assertEquals(List.of("--replSet", "photon", "--bind_ip_all"), member.get("command"));
            assertEquals(List.of("mongo-" + i + ":/data/db"), member.get("volumes"));
            Map<?, ?> photon = (Map<?, ?>) services.get("photon-" + i);
            String command = String.valueOf(photon.get("command"));
            assertTrue(command.contains("-db.backend mongo"), command);
            assertTrue(command.contains("-mongodb.host mongo-1,mongo-2,mongo-3"), command);
            assertTrue(command.contains("-mongodb.require-durable true"), command);
            assertEquals(List.of("300" + i + ":3000"), photon.get("ports"));
            assertTrue(
                    ((List<?>) photon.get("volumes"))
                            .contains("../target/photon-store-mongo.jar:/opt/photon/target/photon-store-mongo.jar:ro"),
                    "the backend is next to the program");
        }
    }
}
