// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.cloudevents.jackson.JsonFormat;
import io.photon.cli.command.Shell.Ran;
import io.photon.daemon.Photon;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** CloudEvents of the SDK for Java in and out of the command line. */
@Timeout(120)
class CloudEventCommandsTest {

    private static final JsonFormat FORMAT = new JsonFormat();

    @TempDir
    Path dir;

    private Photon daemon;
    private Shell photon;

    @BeforeEach
    void start() {
        daemon = OwnDaemon.start(dir, dir.resolve("run").resolve("photon"));
        photon = new Shell(daemon.url());
        photon.environment.put("XDG_RUNTIME_DIR", dir.resolve("run").toString());
    }

    @AfterEach
    void stop() {
        daemon.close();
    }

    private static CloudEvent event(String id) {
        return CloudEventBuilder.v1()
                .withId(id)
                .withSource(URI.create("https://example.org/shop"))
                .withType("order.placed")
                .withSubject("orders")
                .withExtension("partitionkey", "k")
                .withData("application/json", "{\"total\":12.50}".getBytes(StandardCharsets.UTF_8))
                .build();
    }

    private static String json(String id) {
        return new String(FORMAT.serialize(event(id)), StandardCharsets.UTF_8);
    }

    private static CloudEvent read(String line) {
        CloudEvent got = FORMAT.deserialize(line.getBytes(StandardCharsets.UTF_8));
        return CloudEventBuilder.v1(got)
                .withoutExtension("sequence")
                .withoutExtension("streamname")
                .build();
    }

    private static String ok(Ran ran) {
        assertEquals(0, ran.code(), ran.err());
        return ran.out();
    }

    private List<String> replayed(String stream, String... more) {
        List<String> words =
                new java.util.ArrayList<>(List.of("replay", stream, "--type", "cold", "--format", "cloudevents"));
        words.addAll(List.of(more));
        return ok(photon.run(words.toArray(String[]::new))).lines().toList();
    }

    @Test
    void oneThatIsGivenComesBackAsItWasAndIsStoredOnce() throws IOException {
        assertTrue(ok(photon.run("emit", "--cloudevent", json("1"))).contains("\"durability\""));
        Path file = Files.writeString(dir.resolve("event.json"), json("1"));
        assertTrue(ok(photon.run("emit", "--cloudevent", "@" + file)).contains("\"duplicate\":true"));
        List<String> back = replayed("orders");
        assertEquals(1, back.size());
        String sent = new String(
                FORMAT.serialize(FORMAT.deserialize(json("1").getBytes(StandardCharsets.UTF_8))),
                StandardCharsets.UTF_8);
        assertEquals(sent, new String(FORMAT.serialize(read(back.get(0))), StandardCharsets.UTF_8));
        assertTrue(back.get(0).contains("\"data\":{\"total\":12.50}"), back.get(0));
    }

    @Test
    void linesOfAFileAndBatchesAreStoredInOrderInAStreamOfMyChoice() throws IOException {
        String batch = List.of("1", "2", "3").stream()
                .map(CloudEventCommandsTest::json)
                .collect(Collectors.joining(",\n", "[", "]"));
        Path file = Files.writeString(dir.resolve("batch.json"), batch);
        assertEquals(
                3,
                ok(photon.run("emit", "--cloudevent", "-f", file.toString()))
                        .lines()
                        .count());
        Path lines = Files.writeString(dir.resolve("lines.json"), json("4") + "\n\n" + json("5") + "\n");
        assertEquals(
                2,
                ok(photon.run("emit", "--cloudevent", "--stream", "mine", "-f", lines.toString()))
                        .lines()
                        .count());
        assertEquals(
                List.of("1", "2", "3"),
                replayed("orders").stream().map(line -> read(line).getId()).toList());
        assertEquals(
                List.of("4", "5"),
                replayed("mine").stream().map(line -> read(line).getId()).toList());
    }

    @Test
    void oneThatIsNoneIsNamedByItsLineAndTheOthersAreStoredUnlessAllOrNone() throws IOException {
        Path lines = Files.writeString(
                dir.resolve("lines.json"), json("1") + "\n{\"specversion\":\"1.0\",\"id\":\"2\"}\n" + json("3") + "\n");
        Ran none = photon.run("emit", "--cloudevent", "--atomic", "-f", lines.toString());
        assertEquals(2, none.code(), none.err());
        assertEquals(0, replayed("orders").size());
        Ran some = photon.run("emit", "--cloudevent", "-f", lines.toString());
        assertEquals(8, some.code(), some.err());
        assertTrue(some.err().contains("line 2: the CloudEvent is refused: source is missing"), some.err());
        assertTrue(some.out().contains("\"error\":\"the CloudEvent is refused"), some.out());
        assertEquals(2, replayed("orders").size());
        Ran one = photon.run("emit", "--cloudevent", "{\"id\":\"1\"}");
        assertEquals(2, one.code());
        assertTrue(one.err().contains("specversion"), one.err());
        assertEquals(
                2, photon.run("emit", "--cloudevent", "--type", "T", json("9")).code());
    }

    @Test
    void anEventThatNeverWasOneBecomesOneWithTheSourceThatIsSaid() {
        ok(photon.run("emit", "--stream", "plain", "--type", "Tick", "--payload", "{\"n\":1}"));
        CloudEvent tick = read(replayed("plain").get(0));
        assertEquals("/photon/photon", tick.getSource().toString());
        assertEquals("Tick", tick.getType());
        assertEquals(
                "/here",
                read(replayed("plain", "--source", "/here").get(0)).getSource().toString());
    }
}
