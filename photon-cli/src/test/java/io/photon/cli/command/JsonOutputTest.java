// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.photon.cli.PhotonCommand;
import io.photon.cli.command.Shell.Ran;
import io.photon.daemon.Photon;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** {@code photon … -o json | jq -e .} parses, whatever the command and however it ends. */
@Timeout(60)
class JsonOutputTest {

    private static final JsonMapper JSON = new JsonMapper();

    /** One daemon for all, since no command leaves more than the stream that the next one makes again. */
    @TempDir
    static Path store;

    private static Photon daemon;

    @TempDir
    Path dir;

    private Shell photon;

    @BeforeAll
    static void startDaemon() {
        daemon = OwnDaemon.start(store, store.resolve("run/photon"));
    }

    @AfterAll
    static void stopDaemon() {
        daemon.close();
    }

    @BeforeEach
    void start() throws IOException {
        photon = new Shell(daemon.url());
        photon.environment.put("XDG_RUNTIME_DIR", store.resolve("run").toString());
        photon.environment.put("XDG_CONFIG_HOME", dir.resolve("config").toString());
        assertEquals(
                0,
                photon.run("emit", "--stream", "s", "--type", "t", "--payload", "1")
                        .code());
        assertEquals(0, photon.run("backup", "--file", file("good")).code());
        Files.writeString(
                dir.resolve("bad"), Files.readString(dir.resolve("good")).replace("\"t\"", "\"u\""));
    }

    private String file(String name) {
        return dir.resolve(name).toString();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "emit --stream s --type t",
                "emit --stream s --type t --expect none",
                "emit {}",
                "replay s --type cold",
                "replay nothing --type cold",
                "replay s --type nonsense",
                "replay s --type cold --where .payload.",
                "streams list",
                "streams list --prefix nothing",
                "streams show s",
                "streams show nothing",
                "streams delete s",
                "streams delete s --dry-run",
                "streams delete s --yes",
                "event get s 1",
                "event get s nonsense",
                "backup",
                "backup --from nonsense",
                "restore DIR/good",
                "restore DIR/good --dry-run",
                "restore DIR/bad",
                "restore DIR/none",
                "verify DIR/good",
                "verify DIR/good DIR/bad",
                "verify DIR/none",
                "verify --live",
                "version",
                "status",
                "doctor",
                "doctor --security",
                "context add c --url http://h",
                "context add c/c --url http://h",
                "context list",
                "context show",
                "context show nothing",
                "context use nothing",
                "context use --none",
                "context test",
                "context test nothing",
                "context rm nothing",
            })
    void whatACommandPrintsIsJson(String command) throws IOException {
        List<String> words = new ArrayList<>(
                Arrays.asList(command.replace("DIR", dir.toString()).split(" ")));
        words.addAll(List.of("-o", "json"));
        check(photon.run(words.toArray(String[]::new)), command);
        words.set(words.size() - 1, "ndjson");
        parsed(photon.run(words.toArray(String[]::new)).out(), command);
    }

    private static void check(Ran ran, String command) throws IOException {
        List<JsonNode> printed = parsed(ran.out(), command);
        assertTrue(ran.code() != 0 || !printed.isEmpty() || command.matches("replay nothing.*|context list"), command);
        if (ran.code() != 0) {
            String last = ran.err().lines().reduce("", (before, line) -> line);
            List<JsonNode> errors = parsed(last, command);
            assertEquals(1, errors.size(), command + ": " + ran.err());
            JsonNode error = errors.get(0).get("error");
            assertFalse(error.get("message").asText().isBlank(), ran.err());
            assertFalse(error.get("code").asText().isBlank(), ran.err());
        }
    }

    private static List<JsonNode> parsed(String text, String command) throws IOException {
        try (MappingIterator<JsonNode> values = JSON.readerFor(JsonNode.class).readValues(text)) {
            return values.readAll();
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new AssertionError(command + " printed " + text, e);
        }
    }

    @Test
    void alsoAUsageErrorOfAnyCommandIsJson() throws IOException {
        List<CommandLine> all = new ArrayList<>(List.of(PhotonCommand.all(CommandLine.defaultFactory())));
        int checked = 0;
        for (int i = 0; i < all.size(); i++) {
            all.addAll(all.get(i).getSubcommands().values());
            if (all.get(i).getCommandSpec().findOption("-o") == null) {
                continue;
            }
            String name = all.get(i).getCommandSpec().qualifiedName();
            List<String> words = new ArrayList<>(Arrays.asList(name.split(" ")).subList(1, name.split(" ").length));
            words.addAll(List.of("--no-such-option", "-o", "json"));
            Ran ran = photon.run(words.toArray(String[]::new));
            assertEquals(2, ran.code(), name);
            check(ran, name);
            checked++;
        }
        assertTrue(checked >= 10, "only " + checked + " commands know -o");
    }
}
