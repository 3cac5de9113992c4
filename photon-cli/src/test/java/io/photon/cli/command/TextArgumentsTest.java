// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.cli.command.Shell.Ran;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Arguments that begin with {@code @}: names are names, and where JSON is wanted a file's content is meant. */
@Timeout(60)
class TextArgumentsTest {

    @TempDir
    Path dir;

    private StandInDaemon daemon;
    private Shell photon;

    @BeforeEach
    void start() throws IOException {
        daemon = new StandInDaemon();
        photon = new Shell(daemon.url());
    }

    @AfterEach
    void stop() {
        daemon.close();
    }

    private String file(String name, String text) throws IOException {
        return "@" + Files.writeString(dir.resolve(name), text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "emit --stream s --type t --payload @DIR",
                "emit -f DIR",
                "verify DIR",
                "restore DIR",
                "backup --since DIR",
                "sql -f DIR",
                "streams import s DIR",
                "projection create -f DIR",
                "projection create p --stream s --language jq --code DIR",
                "check-history DIR",
                "user create u --new-password-file DIR"
            })
    void aFolderWhereAFileIsWantedIsNamed(String words) throws IOException {
        Path folder = Files.createDirectory(dir.resolve("a-folder"));
        Ran ran = photon.run(words.replace("DIR", folder.toString()).split(" "));
        assertEquals(2, ran.code(), ran.err());
        assertTrue(ran.err().contains(folder.toString()), ran.err());
        assertTrue(ran.err().contains("it is a folder"), ran.err());
        assertTrue(ran.err().contains("hint: "), ran.err());
    }

    private void emit(String stdin, String... more) {
        String[] words = new String[5 + more.length];
        System.arraycopy(new String[] {"emit", "--stream", "s", "--type", "t"}, 0, words, 0, 5);
        System.arraycopy(more, 0, words, 5, more.length);
        Ran ran = photon.runWith(stdin, words);
        assertEquals(0, ran.code(), ran.err());
    }

    private String payload() {
        String line = photon.run("replay", "s", "--type", "cold")
                .out()
                .lines()
                .reduce((one, next) -> next)
                .orElseThrow();
        return line.substring(line.indexOf("\"payload\":") + 10, line.length() - 1);
    }

    @Test
    void aNameMayBeginWithAnAtSignAndIsNoFileOfArguments() throws IOException {
        String name = file("words", "--type cold -n 1");
        assertEquals(0, photon.run("emit", "--stream", name, "--type", "@t").code());
        String line = photon.run("replay", name, "--type", "cold").out();
        assertTrue(line.contains("\"stream-name\":\"" + name + "\",\"event-type\":\"@t\""), line);
        assertEquals(1, line.lines().count());
        assertEquals(0, photon.run("streams", "show", name).code());
        Ran word = photon.run(name);
        assertEquals(2, word.code());
        assertTrue(word.err().contains("'" + name + "' is not a command of photon"), word.err());
    }

    @Test
    void aPayloadIsTakenFromAFileOrFromStandardInput() throws IOException {
        emit("", "--payload", file("a", " {\"n\" : 1.10,\n \"u\":\"ü\"}\n"));
        assertEquals("{\"n\" : 1.10, \"u\":\"ü\"}", payload().strip());
        emit("[1,2]\n", "--payload", "-");
        assertEquals("[1,2]", payload().strip());
        emit("\"x\"", "--payload", "@-");
        assertEquals("\"x\"", payload());
        emit("", "--payload", file("marked", "\ufeff{\"bom\":true}"));
        assertEquals("{\"bom\":true}", payload());
        emit("ignored", "--payload", "\"@a\"");
        assertEquals("\"@a\"", payload());
    }

    @Test
    void anEventIsTakenFromAFile() throws IOException {
        String event = file("event", "\n{\"stream-name\":\"s\",\"event-type\":\"u\", \"payload\":7}\n");
        assertEquals(0, photon.run("emit", event).code());
        assertEquals("7", payload());
        assertEquals(
                0,
                photon.run("emit", file("bare", "{}"), "--stream", "s", "--type", "t", "--payload", "8")
                        .code());
        assertEquals("8", payload());
    }

    @Test
    void whatCannotBeReadIsNamed() throws IOException {
        wrong(3, "there is no file " + dir.resolve("none"), "--payload", "@" + dir.resolve("none"));
        String half = file("half", "{\"n\":");
        wrong(2, "--payload " + half + " is not one JSON value: {\"n\":", "--payload", half);
        wrong(2, "--payload - is not one JSON value, but empty", "--payload", "-");
        wrong(2, "--payload is @ without a file", "--payload", "@");
        Files.write(dir.resolve("latin"), "\"\u00fc\"".getBytes(StandardCharsets.ISO_8859_1));
        wrong(2, "is not one JSON value", "--payload", "@" + dir.resolve("latin"));
        try (RandomAccessFile huge = new RandomAccessFile(dir.resolve("huge").toFile(), "rw")) {
            huge.setLength(40L << 20);
        }
        wrong(2, "huge is longer than 32 MiB", "--payload", "@" + dir.resolve("huge"));
    }

    private void wrong(int code, String message, String... words) {
        String[] all = new String[5 + words.length];
        System.arraycopy(new String[] {"emit", "--stream", "s", "--type", "t"}, 0, all, 0, 5);
        System.arraycopy(words, 0, all, 5, words.length);
        Ran ran = photon.run(all);
        assertEquals(code, ran.code(), ran.err());
        assertTrue(ran.err().contains(message) && ran.err().contains("\nhint: "), ran.err());
    }

    @Test
    void theValueThatAProjectionBeginsWithIsTakenFromAFile() throws IOException {
        daemon.answers.put("POST /api/projection?replace=false", "{\"correct\":true}");
        Ran ran = photon.run(
                "projection", "create", "p", "--language", "jq", "-e", ".", "--initial", file("v", "{\"n\":0}"));
        assertEquals(0, ran.code(), ran.err());
        assertTrue(
                daemon.asked.stream().anyMatch(body -> body.contains("\"initial-value\":\"{\\\"n\\\":0}\"")),
                daemon.asked::toString);
    }
}
