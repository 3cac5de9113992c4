// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.cli.command.Shell.Ran;
import io.photon.daemon.Photon;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The commands against the daemon itself, found and entered as at home: by the token file it leaves. */
@Timeout(120)
class RealDaemonTest {

    private static final String EVENT =
            "{\"stream-name\":\"orders\",\"event-type\":\"Placed\",\"payload\":{\"n\" : 1.10}}";

    @TempDir
    Path dir;

    private Photon daemon;
    private Shell photon;

    @BeforeEach
    void start() {
        daemon = start("one");
        photon = shell(daemon, "one");
    }

    private Photon start(String name) {
        return OwnDaemon.start(dir, runtime(name));
    }

    private Path runtime(String name) {
        return dir.resolve(name).resolve("photon");
    }

    private Shell shell(Photon of, String name) {
        Shell shell = new Shell(of.url());
        shell.environment.put("XDG_RUNTIME_DIR", runtime(name).getParent().toString());
        return shell;
    }

    @AfterEach
    void stop() {
        daemon.close();
    }

    private Ran ok(Ran ran) {
        assertEquals(0, ran.code(), ran.err());
        return ran;
    }

    @Test
    void theDaemonsOwnTokenOpensTheDoorAndNothingElseDoes() throws IOException {
        ok(photon.run("streams", "list"));
        Shell stranger = new Shell(daemon.url());
        Ran refused = stranger.run("streams", "list");
        assertEquals(5, refused.code(), refused.err());
        assertEquals(5, stranger.run("streams", "list", "--token", "wrong").code());
        Path password = Files.writeString(dir.resolve("password"), "secret\n");
        ok(stranger.run("streams", "list", "--user", "admin", "--password-file", password.toString()));
        Path token = Files.writeString(dir.resolve("token"), daemon.token());
        ok(stranger.run("streams", "list", "--token-file", token.toString()));
        stranger.environment.put("PHOTON_TOKEN", daemon.token());
        ok(stranger.run("streams", "list"));
    }

    @Test
    void whoIsNotKnownIsToldWhatToGiveAndWhereATokenWasLookedFor() {
        Shell stranger = new Shell(daemon.url());
        stranger.environment.put("HOME", dir.toString());
        String err = stranger.run("streams", "list").err();
        assertTrue(
                err.contains("hint: give --token-file FILE, --user NAME or PHOTON_TOKEN; there is no token of a daemon"
                        + " of this user: no /nonexistent/photon/" + daemon.port() + ".token, no /run/user/"),
                err);
        assertTrue(err.contains(", no " + dir + "/.local/share/photon/" + daemon.port() + ".token;"), err);
        assertTrue(err.endsWith("; see: photon help identity\n"), err);
        Ran none = stranger.run("token", "--show");
        assertEquals(3, none.code());
        assertTrue(none.err().contains("there is no token of a daemon of this user: no /nonexistent/"), none.err());
    }

    @Test
    void theTokenIsShownForOtherPrograms() {
        assertEquals(daemon.token() + "\n", ok(photon.run("token", "--show")).out());
        String json = ok(photon.run("token", "--show", "-o", "json")).out();
        assertEquals(
                "{\"token\":\"" + daemon.token() + "\",\"file\":\"" + runtime("one") + "/" + daemon.port()
                        + ".token\"}\n",
                json);
        assertEquals(2, photon.run("token").code());
    }

    @Test
    void theExamplesOfBisectWork() {
        ok(photon.run(
                "projection",
                "create",
                "stock",
                "--stream",
                "orders",
                "--language",
                "jq",
                "--initial",
                "{}",
                "-e",
                "{sku1: ((.sku1 // 0) + $event.payload.n)}"));
        for (int n : new int[] {5, -6, 200}) {
            ok(photon.run("emit", "--stream", "orders", "--type", "t", "--payload", "{\"n\":" + n + "}"));
        }
        ok(photon.run("wait", "projection", "stock")); // until now
        List<String> examples = photon.run("projection", "bisect", "--help")
                .out()
                .lines()
                .filter(line -> line.startsWith("  photon projection bisect stock --until '"))
                .toList();
        assertEquals(2, examples.size());
        for (String example : examples) {
            String condition = example.substring(example.indexOf('\'') + 1, example.lastIndexOf('\''));
            assertTrue(ok(photon.run("projection", "bisect", "stock", "--until", condition))
                    .out()
                    .contains("\"before\":"));
        }
        assertEquals(
                "{\"op\":\"add\",\"path\":\"/sku1\",\"value\":199}\n",
                ok(photon.run("projection", "query", "stock", "--diff", "-1h")).out());
    }

    @Test
    void theValueOfAProjectionThatHasFailedIsSaidToBeTheLastGoodOne() {
        String reduction = "if $event.payload.n == 2 then error(\"no\") else . + 1 end";
        ok(photon.run(
                "projection", "create", "p", "--stream", "f", "--language", "jq", "--initial", "0", "-e", reduction));
        ok(photon.run("emit", "--stream", "f", "--type", "t", "--payload", "{\"n\":1}"));
        ok(photon.run("wait", "projection", "p", "--at-least", "now"));
        assertEquals("", ok(photon.run("projection", "query", "p")).err());
        ok(photon.run("emit", "--stream", "f", "--type", "t", "--payload", "{\"n\":2}"));
        assertEquals(
                4, photon.run("wait", "projection", "p", "--at-least", "now").code());
        Ran shown = ok(photon.run("projection", "query", "p"));
        assertEquals("1\n", shown.out());
        assertTrue(shown.err().contains("has failed, and this is its value before that"), shown.err());
    }

    @Test
    void anEventGoesInAndComesBackByteForByte() {
        String id = ok(photon.run("emit", EVENT, "-o", "raw")).out().strip();
        String line = ok(photon.run("replay", "orders", "--type", "cold")).out();
        assertTrue(line.startsWith("{\"order-id\":" + id + ","), line);
        assertTrue(line.endsWith(",\"payload\":{\"n\" : 1.10}}\n"), line);
        assertEquals(
                line.strip(), ok(photon.run("event", "get", "orders", id)).out().strip());
        assertEquals(
                line,
                ok(photon.run("replay", "ord*", "--type", "cold", "--from", "-1h"))
                        .out());
        assertEquals(
                "",
                ok(photon.run("replay", "orders", "--type", "cold", "--to", "-1h"))
                        .out());
        assertEquals(line, ok(photon.run("replay", "__all__", "--idle", "2s")).out());
        assertEquals(3, photon.run("event", "get", "orders", "1").code());
        assertEquals(3, photon.run("streams", "show", "nothing").code());
        assertTrue(ok(photon.run("streams", "show", "orders")).out().contains("\"total-events\":1"));
    }

    @Test
    void expectationsIdsAndAtomicUploadsHold() {
        String[] words = {"emit", "--stream", "s", "--type", "t", "--id", "x"};
        String first = ok(photon.run(words)).out();
        assertTrue(ok(photon.run(words)).out().startsWith(first.substring(0, 30)));
        assertEquals(
                4,
                photon.run("emit", "--stream", "s", "--type", "other", "--id", "x")
                        .code());
        assertEquals(
                4,
                photon.run("emit", "--stream", "s", "--type", "t", "--expect", "none")
                        .code());
        Ran atomic = photon.runWith(EVENT + "\nnonsense\n", "emit", "--atomic", "-q");
        assertEquals(2, atomic.code(), atomic.err());
        assertEquals("", ok(photon.run("replay", "orders", "--type", "cold")).out());
        Ran partial = photon.runWith(EVENT + "\nnonsense\n" + EVENT, "emit", "-q");
        assertEquals(8, partial.code());
        assertTrue(partial.err().contains("line 2"), partial.err());
        assertEquals(
                5, photon.run("emit", "--stream", "__config__", "--type", "t").code());
    }

    @Test
    void aHundredThousandLinesGoInAndAreBackedUpAndRestoredExactly() throws Exception {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 100_000; i++) {
            lines.append("{\"stream-name\":\"s").append(i % 1_500).append("\",\"event-type\":\"t\",\"payload\":\"ä ");
            lines.append(i).append("\"}\n");
        }
        Path file = Files.writeString(dir.resolve("lines"), lines);
        Ran sent = ok(photon.run("emit", "-f", file.toString(), "-o", "raw", "-q"));
        assertEquals(100_000, sent.out().lines().distinct().count());
        assertEquals(
                1_500,
                ok(photon.run("streams", "list", "-o", "raw")).out().lines().count());
        Path backup = dir.resolve("backup.zst");
        ok(photon.run("backup", "--compress", "zstd", "--file", backup.toString(), "-q"));
        assertTrue(ok(photon.run("verify", backup.toString(), "-q")).out().contains("\"events\":100000,"));
        try (Photon other = start("two")) {
            Shell there = shell(other, "two");
            ok(there.run("restore", "--dry-run", backup.toString(), "-q"));
            assertEquals(
                    "", ok(there.run("replay", "__all__", "--type", "cold")).out());
            Ran restored = ok(there.run("restore", backup.toString(), "-q"));
            assertTrue(restored.out().contains("\"restored\":100000"), restored.out());
            assertTrue(ok(there.run("restore", backup.toString(), "-q")).out().contains("\"skipped\":100000"));
            assertEquals(
                    ok(photon.run("replay", "__all__", "--type", "cold")).out(),
                    ok(there.run("replay", "__all__", "--type", "cold")).out());
            byte[] bytes = Files.readAllBytes(file);
            bytes[bytes.length / 2] = 0;
            Path damaged = Files.write(dir.resolve("damaged"), bytes);
            assertEquals(7, there.run("restore", damaged.toString(), "-q").code());
        }
        assertTrue(ok(photon.run("verify", "--live")).out().contains("\"ok\":true"));
        assertArrayEquals(
                new byte[0],
                ok(photon.run("replay", "none", "--type", "cold")).out().getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aDeletedStreamIsGone() {
        ok(photon.run("emit", EVENT));
        ok(photon.run("streams", "delete", "orders", "--yes"));
        assertEquals("", ok(photon.run("replay", "orders", "--type", "cold")).out());
        assertEquals(3, photon.run("streams", "delete", "orders", "--yes").code());
        assertEquals(5, photon.run("streams", "delete", "__config__", "--yes").code());
    }

    @Test
    void ofManyLinesThatAreAllBadEachIsNamed() {
        Ran ran = photon.runWith("bad\nworse\n", "emit", "-q");
        assertEquals(2, ran.code(), ran.err());
        assertTrue(ran.err().contains("line 1: malformed JSON") && ran.err().contains("line 2: "), ran.err());
    }

    @Test
    void oneEventIsAnsweredAsEachOfManyIs() {
        ok(photon.run("emit", "--stream", "s", "--event-type", "Same", "--payload", "1")); // as replay calls it
        String receipt = "\\{\"order-id\":\\d+,\"event-time\":\\d+,\"durability\":\"memory\"}\n";
        Ran one = ok(photon.run("emit", EVENT));
        assertTrue(one.out().matches(receipt), one.out());
        Ran many = ok(photon.runWith(EVENT + "\n", "emit"));
        assertTrue(many.out().matches(receipt), many.out());
    }

    @Test
    void wrongInputIsOneLineAndOneHint() throws IOException {
        Path cut = Files.write(dir.resolve("cut.gz"), new byte[] {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, 0, 3});
        String missing = dir.resolve("missing").toString();
        wrong(3, "there is no file " + missing, "emit", "-f", missing);
        wrong(3, "there is no file " + missing, "restore", missing);
        wrong(3, "there is no file " + missing, "verify", missing);
        wrong(3, "there is no file " + missing, "backup", "--file", missing + "/backup");
        wrong(7, "cannot be unpacked", "restore", "-q", cut.toString());
        wrong(2, "--payload is not one JSON value: {bad", "emit", "--stream", "s", "--type", "t", "--payload", "{bad");
        wrong(2, "there are many lines", "emit", "--expect", "none");
        wrong(2, "STREAM is empty", "replay", "");
        wrong(2, "it is a folder", "projection", "create", "p", "--language", "jq", "--code", dir.toString());
        wrong(2, "it is a folder", "emit", "--stream", "s", "--type", "t", "--payload", "@" + dir);
        wrong(2, "there is no such file", "emit", EVENT, "--token-file", missing);
        wrong(2, "'stats' is not a command of photon streams", "streams", "stats");
        wrong(2, "'b' is one argument too many", "streams", "show", "a", "b");
    }

    private void wrong(int code, String message, String... words) {
        Ran ran = photon.run(words);
        assertEquals(code, ran.code(), ran.err());
        assertEquals("", ran.out());
        assertTrue(ran.err().contains(message), ran.err());
        assertEquals(
                1, ran.err().lines().filter(line -> line.startsWith("hint: ")).count(), ran.err());
    }

    @Test
    void aMistypedStreamOrProjectionGetsTheNearestOne() {
        ok(photon.run("emit", EVENT));
        ok(photon.run("projection", "create", "count", "--language", "jq", "-e", ". + 1", "--initial", "0"));
        ok(photon.run("user", "create", "annabel", "--no-password"));
        for (List<String> line : List.of(
                List.of("streams", "show", "ordres", "orders"),
                List.of("streams", "schema", "orderss", "orders"),
                List.of("streams", "delete", "xrders", "--yes", "orders"),
                List.of("event", "get", "ordres", "1", "orders"),
                List.of("projection", "query", "cuont", "count"),
                List.of("projection", "pause", "counts", "count"),
                List.of("user", "show", "anabel", "annabel"))) {
            int last = line.size() - 1;
            Ran ran = photon.run(line.subList(0, last).toArray(String[]::new));
            assertEquals(3, ran.code(), line.toString());
            assertTrue(ran.err().contains("did you mean '" + line.get(last) + "'?"), ran.err());
        }
        assertTrue(photon.run("replay", "ordres", "--type", "cold").err().contains("did you mean 'orders'?"));
        assertTrue(!photon.run("streams", "show", "unlike").err().contains("did you mean"), "nothing is near");
        assertTrue(!photon.run("event", "get", "orders", "1").err().contains("did you mean"), "the stream is there");
    }
}
