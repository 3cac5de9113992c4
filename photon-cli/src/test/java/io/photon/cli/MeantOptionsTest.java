// SPDX-License-Identifier: Apache-2.0
package io.photon.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.cli.command.meta.HelpLayout;
import io.photon.cli.output.Console;
import io.photon.question.Param;
import io.photon.question.Question;
import io.photon.question.Questions;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** What is said about an option that a command does not have: which one it is called here. */
class MeantOptionsTest {

    private static final String MEANT = "\nhint: did you mean: ";

    /** Which command asks which questions. */
    private static final Map<String, String> ASKED = Map.ofEntries(
            Map.entry("emit", "emit emit-to emit-many"),
            Map.entry("replay", "replay"),
            Map.entry("streams list", "streams"),
            Map.entry("streams show", "stream"),
            Map.entry("streams schema", "schema"),
            Map.entry("streams delete", "stream-delete"),
            Map.entry("event get", "event"),
            Map.entry("event trace", "trace"),
            Map.entry("projection create", "projection-create"),
            Map.entry("projection query", "projection projection-value projection-diff"),
            Map.entry("projection watch", "projection-updates"),
            Map.entry("projection bisect", "projection-bisect"),
            Map.entry("projection reset", "projection-reset"),
            Map.entry("projection pause", "projection-pause"),
            Map.entry("projection resume", "projection-resume"),
            Map.entry("projection delete", "projection-delete"),
            Map.entry("wait projection", "projection-wait"),
            Map.entry("backup", "backup"),
            Map.entry("restore", "restore"),
            Map.entry("log", "log"),
            Map.entry("promote", "promote"),
            Map.entry("user create", "user-create"),
            Map.entry("user show", "user"),
            Map.entry("user delete", "user-delete"),
            Map.entry("grant add", "grant-add"),
            Map.entry("grant list", "grants"),
            Map.entry("grant revoke", "grant-revoke"),
            Map.entry("token create", "token-create"),
            Map.entry("token list", "tokens"),
            Map.entry("token revoke", "token-revoke"),
            Map.entry("app create", "app-create"),
            Map.entry("app list", "apps"),
            Map.entry("app show", "app"),
            Map.entry("hook add", "hook-create"),
            Map.entry("hook show", "hook"),
            Map.entry("hook rotate", "hook-rotate"),
            Map.entry("hook test", "hook-test"));

    /** What no option stands for: the command does it by itself, or cannot do it. */
    private static final Set<String> WITHOUT_OPTION = Set.of(
            "ack",
            "heartbeat",
            "detailed",
            "after",
            "events",
            "dry-run",
            "force",
            "streams",
            "roles",
            "username",
            "partial");

    /** Fields of an event, and of the JSON that the muon command took. */
    private static final Map<String, String> FIELDS = Map.of(
            "emit",
            "stream-name event-type payload schema caused-by service-id local-id",
            "replay",
            "stream-name stream-type");

    private static String said(String... words) {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Console console = new Console(
                new ByteArrayInputStream(new byte[0]),
                new ByteArrayOutputStream(),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                false,
                false,
                false,
                Map.of("XDG_RUNTIME_DIR", "/nonexistent"));
        assertEquals(2, Main.run(console, true, words), () -> String.join(" ", words));
        return err.toString(StandardCharsets.UTF_8);
    }

    private static String[] line(String command, String... more) {
        return Stream.concat(Stream.of(command.split(" ")), Stream.of(more)).toArray(String[]::new);
    }

    /** All commands that do something, by their names without {@code photon}. */
    private static Map<String, CommandSpec> commands() {
        Map<String, CommandSpec> found = new TreeMap<>();
        List<CommandLine> all = new ArrayList<>(List.of(PhotonCommand.all(CommandLine.defaultFactory())));
        for (int i = 0; i < all.size(); i++) {
            all.addAll(all.get(i).getSubcommands().values());
            CommandSpec command = all.get(i).getCommandSpec();
            if (i > 0 && command.subcommands().isEmpty()) {
                found.put(command.qualifiedName().substring("photon ".length()), command);
            }
        }
        return found;
    }

    /** Two letters that follow one another, changed about. */
    private static String mistyped(String option) {
        for (int i = option.length() > 6 ? 3 : 2; i + 1 < option.length(); i++) {
            char here = option.charAt(i);
            char next = option.charAt(i + 1);
            if (here != next && here != '-' && next != '-') {
                return option.substring(0, i) + next + here + option.substring(i + 2);
            }
        }
        throw new AssertionError(option);
    }

    @Test
    void everyOptionOfEveryCommandIsNamedWhenTwoOfItsLettersAreChangedAbout() {
        int tried = 0;
        for (Map.Entry<String, CommandSpec> command : commands().entrySet()) {
            for (OptionSpec option : command.getValue().options()) {
                String name = option.longestName();
                if (option.hidden()
                        || !name.startsWith("--")
                        || HelpLayout.isSetting(option)
                        || HelpLayout.isShared(option) && !command.getKey().equals("replay")) {
                    continue;
                }
                tried++;
                String said = said(line(command.getKey(), mistyped(name)));
                assertTrue(said.endsWith(MEANT + name + "?\n"), command.getKey() + " " + mistyped(name) + ": " + said);
            }
        }
        assertTrue(tried > 150, "only " + tried);
    }

    @Test
    void everyWordOfTheHttpCallLeadsToWhatTheCommandCallsIt() {
        Map<String, CommandSpec> commands = commands();
        List<String> without = new ArrayList<>();
        ASKED.forEach((command, questions) -> {
            CommandSpec model = commands.get(command);
            assertNotNull(model, command);
            for (String word : words(command, questions)) {
                if (model.findOption("--" + word) != null) {
                    continue; // it is called the same
                }
                String said = said(line(command, "--" + word + "=x"));
                if (!said.contains(MEANT) && !WITHOUT_OPTION.contains(word)) {
                    without.add(command + " --" + word + ": " + said);
                }
            }
        });
        assertEquals(List.of(), without);
    }

    private static List<String> words(String command, String questions) {
        Stream<String> params = Questions.ALL.stream()
                .filter(question -> List.of(questions.split(" ")).contains(question.name()))
                .map(Question::params)
                .flatMap(List::stream)
                .flatMap((Param<?> param) -> Stream.of(param.name(), param.muonName()));
        Stream<String> fields = Stream.of(FIELDS.getOrDefault(command, "").split(" "));
        return Stream.concat(params, fields)
                .filter(word -> !word.isEmpty())
                .distinct()
                .toList();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "projection create p --reduction x | -e TEXT, or --code FILE",
                "projection create p --initial-value 0 | --initial",
                "projection create --projection-name p | photon projection create NAME",
                "emit --stream-name=s | --stream=s",
                "emit --local-id 1 | --id",
                "replay --stream-name s | photon replay STREAM",
                "replay s --stream-type cold | --type",
                "replay s --json | --output json",
                "replay s --no-color | --color never",
                "streams show --stream=s | photon streams show STREAM",
                "streams list --filter x | --prefix",
                "projection query --name p | photon projection query PROJECTION KEY",
                "projection query p --as-of -1h | --at",
                "app list --username ann | --for",
                "user show --username ann | photon user show USER",
                "user show ann --username admin | photon user show USER",
                "grant add --roles reader | photon grant add USER ROLE,… STREAM",
                "token create t --ttl 3d | --life",
                "backup --gzip | --compress gzip",
                "bench emit --concurrency 3 | --clients",
                "top --every 2s | --interval",
                "doctor --json | --output json",
                "sql --query x | photon sql QUERY",
                "streams delete s --force | --yes",
                "context add c --address http://x | --url",
            })
    void aWordFromElsewhereLeadsToTheOptionOrTheWordThatIsMeant(String given, String meant) {
        String said = said(given.strip().split(" "));
        assertTrue(said.startsWith("photon: "), said);
        assertTrue(said.toLowerCase(Locale.ROOT).contains("unknown option"), said);
        assertTrue(said.endsWith(MEANT + meant.strip() + "?\n"), said);
    }
}
