// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.cli.command.Shell.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Lines of standard input, and the options that fill them up. */
@Timeout(60)
class EmitLinesTest {

    private StandInDaemon daemon;
    private Shell photon;

    @TempDir
    Path dir;

    @BeforeEach
    void start() throws IOException {
        daemon = new StandInDaemon();
        photon = new Shell(daemon.url());
    }

    @AfterEach
    void stop() {
        daemon.close();
    }

    private String stored() {
        return photon.run("replay", "__all__", "--type", "cold", "--format", "{stream-name} {event-type} {payload}")
                .out();
    }

    @Test
    void theOptionsAreForLinesThatDoNotSayItThemselves() {
        Ran ran = photon.runWith(
                "{\"payload\":1}\n{\"event-type\":\"Own\",\"payload\":2}\n{\"stream-name\":\"own\",\"payload\":3}\n",
                "emit",
                "--stream",
                "s",
                "--type",
                "T");
        assertEquals(0, ran.code(), ran.err());
        assertEquals(3, ran.out().lines().count());
        assertEquals("s T 1\ns Own 2\nown T 3\n", stored());
    }

    @Test
    void withoutALineTheOptionsAreOneEvent() {
        assertEquals(0, photon.run("emit", "--stream", "s", "--type", "T").code());
        assertEquals("s T {}\n", stored());
    }

    @Test
    void aPayloadOrAnIdIsOneEventWhateverStandsOnStdin() {
        assertEquals(
                0,
                photon.runWith("{\"payload\":1}\n", "emit", "--stream", "s", "--type", "T", "--payload", "7")
                        .code());
        assertEquals(
                0,
                photon.runWith("{\"payload\":1}\n", "emit", "--stream", "s", "--type", "T", "--id", "x")
                        .code());
        assertEquals("s T 7\ns T {}\n", stored());
    }

    @Test
    void aFileOfLinesTakesTheOptionsToo() throws IOException {
        Path file = Files.writeString(dir.resolve("lines"), "{\"payload\":1}\n{\"payload\":2}\n");
        Ran ran = photon.run("emit", "-f", file.toString(), "--stream", "s", "--type", "T");
        assertEquals(0, ran.code(), ran.err());
        assertEquals("s T 1\ns T 2\n", stored());
        assertEquals(
                2,
                photon.run("emit", "-f", file.toString(), "--stream", "s", "--payload", "1")
                        .code());
    }

    @Test
    void objectsMayBeLaidOutOverSeveralLinesAndRefusalsNameTheirFirstLine() {
        String good =
                "{\n  \"stream-name\": \"s\",\n  \"event-type\": \"T\",\n  \"payload\": {\n    \"a\": 1\n  }\n}\n";
        String bad = "{\n  \"stream-name\": \"s\"\n}\n";
        Ran ran = photon.runWith(good + bad + good, "emit");
        assertEquals(8, ran.code(), ran.err());
        assertTrue(ran.err().contains("photon: emit: line 8: "), ran.err());
        assertEquals(2, stored().lines().count());
    }

    @Test
    void aTruncatedLineTakesNoOtherWithIt() {
        String good = "{\"stream-name\":\"s\",\"event-type\":\"T\",\"payload\":1}\n";
        Ran ran = photon.runWith("{\"stream-name\":\n" + good + good, "emit");
        assertEquals(8, ran.code());
        assertTrue(ran.err().contains("photon: emit: line 1: "), ran.err());
        assertEquals("s T 1\ns T 1\n", stored());
    }
}
