// SPDX-License-Identifier: Apache-2.0
package io.photon.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.cli.command.meta.HelpLayout;
import io.photon.cli.output.Console;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** How the words of a command line are understood before any command runs. */
class CommandLineWordsTest {

    private record Said(int code, String err) {}

    private static Said photon(String... words) {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Console console = new Console(
                new ByteArrayInputStream(new byte[0]),
                new ByteArrayOutputStream(),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                false,
                false,
                false,
                Map.of("XDG_RUNTIME_DIR", "/nonexistent"));
        int code = Main.run(console, true, words);
        return new Said(code, err.toString(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @CsvSource({
        "--url X streams list, streams list --url X",
        "--url=X -o json replay s, replay --url=X -o json s",
        "-ojson event get s 1, event get -ojson s 1",
        "-q --debug emit -, emit -q --debug -",
        "--service S emit {}, emit --muon-service S {}",
        "streams -o json list --prefix a, streams list -o json --prefix a",
        "--url X proj -q list, proj list --url X -q",
        "replay s --url X, replay s --url X",
        "streams list, streams list",
        "--help, --help",
        "--url, --url",
        "--version streams, --version streams",
        "serve -rest.port 0, serve -rest.port 0",
        "-rest.port 0, -rest.port 0",
    })
    void optionsBeforeTheCommandMeanWhatTheyMeanAfterIt(String given, String meant) {
        assertEquals(List.of(meant.split(" ")), LeadingOptions.moved(List.of(given.split(" "))));
    }

    @Test
    void everyOptionAboutConnectionAndOutputMayStandBeforeTheCommand() {
        Set<String> known = new TreeSet<>(LeadingOptions.WITH_VALUE);
        known.addAll(LeadingOptions.FLAGS);
        Set<String> there = new TreeSet<>();
        CommandLine replay =
                PhotonCommand.all(CommandLine.defaultFactory()).getSubcommands().get("replay");
        for (OptionSpec option : replay.getCommandSpec().options()) {
            if (HelpLayout.isShared(option) && !option.usageHelp() && !option.versionHelp()) {
                there.addAll(List.of(option.names()));
                for (String name : option.names()) {
                    assertEquals(option.arity().max() > 0, LeadingOptions.WITH_VALUE.contains(name), name);
                }
            }
        }
        assertEquals(there, known);
    }

    @Test
    void everyCommandWithCommandsBelowItIsKnown() {
        Set<String> groups = new TreeSet<>();
        PhotonCommand.all(CommandLine.defaultFactory()).getSubcommands().forEach((name, command) -> {
            if (!command.getSubcommands().isEmpty()) {
                groups.add(name);
            }
        });
        assertEquals(groups, new TreeSet<>(LeadingOptions.GROUPS));
    }

    @Test
    void theLauncherLooksForTheCommandAfterThem() throws IOException {
        String launcher = Files.readString(Path.of(System.getProperty("photon.root", ".."), "bin", "photon"));
        for (String name : LeadingOptions.WITH_VALUE) {
            String attached = name.startsWith("--") ? name + "=*" : name + "?*";
            assertTrue(launcher.contains(name + " |") || launcher.contains(name + ")"), name);
            assertTrue(launcher.contains(attached), attached);
        }
        for (String name : LeadingOptions.FLAGS) {
            assertTrue(launcher.contains(name + " |") || launcher.contains(name + ")"), name);
        }
    }

    @Test
    void anOptionBeforeTheCommandReachesIt() {
        Said said = photon("--url", "http://127.0.0.1:1", "-o", "json", "streams", "list");
        assertEquals(6, said.code());
        assertTrue(said.err().startsWith("{\"error\":{\"code\":\"unreachable\""), said.err());
        assertTrue(said.err().contains("127.0.0.1:1"), said.err());
    }

    @Test
    void aWordThatIsNearNoCommandGetsNoGuess() {
        assertEquals(
                new Said(2, "photon: usage: 'nosuch' is not a command of photon\nhint: see: photon --help\n"),
                photon("nosuch"));
    }

    @Test
    void aWordThatFitsSeveralCommandsIsAmbiguous() {
        String all = String.join(
                ", ",
                Commands.NAMES.stream().filter(name -> name.startsWith("s")).toList());
        assertTrue(all.startsWith("serve, streams, "), all);
        assertEquals(
                new Said(
                        2,
                        "photon: usage: 's' is ambiguous: " + all
                                + "\nhint: write a letter more, or see: photon --help\n"),
                photon("s"));
        assertTrue(photon("projection", "re", "x").err().contains("'re' is ambiguous: reset, resume"));
    }

    @ParameterizedTest
    @CsvSource({
        "ls, photon streams list",
        "rm, photon streams delete",
        "tail, photon replay STREAM --last 10",
        "subscribe, photon replay STREAM",
        "ping, photon doctor",
        "start, photon serve",
        "ctx, photon context list",
        "context delete, photon context rm",
        "publish, photon emit",
        "streams ls, photon streams list",
        "streams rm, photon streams delete",
        "projection ls, photon projection list",
        "projection stop, photon projection pause",
        "replya, replay",
        "streams lits, list",
    })
    void aWordFromElsewhereGetsTheCommandThatIsMeant(String given, String meant) {
        Said said = photon(given.split(" "));
        assertEquals(2, said.code());
        assertTrue(said.err().endsWith("\nhint: did you mean: " + meant + "?\n"), said.err());
    }

    @Test
    void everyCommandThatIsProposedExists() {
        List<String> proposed = new ArrayList<>();
        for (String word :
                "ls rm show schema tail cat get trace put start ctx health stats query export import check services call man"
                        .split(" ")) {
            String err = photon(word).err();
            proposed.add(err.substring(err.indexOf("did you mean: photon ") + 21, err.length() - 2));
        }
        CommandLine photon = PhotonCommand.all(CommandLine.defaultFactory());
        for (String line : proposed) {
            CommandLine command = photon;
            for (String word : line.split(" ")) {
                if (word.startsWith("-")) {
                    assertTrue(command.getCommandSpec().findOption(word) != null, line);
                } else if (!command.getSubcommands().isEmpty()) {
                    command = command.getSubcommands().get(word);
                    assertTrue(command != null, line);
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "replay s --formt x, --format",
        "replay s --limt=5, --limit=5",
        "replay s -limit 5, --limit",
        "replay s --backw, --backwards",
        "emit --strem s --type t, --stream",
        "streams list --prefx a, --prefix",
        "streams list --otput json, --output",
        "projection query p --ful, --full",
        "serve --prnt-config, --print-config",
        "replay s --cold, --type cold",
        "replay s --from-beginning, --type hot-cold",
        "replay s --tail 3, --last",
        "replay s --filter=.payload, --where=.payload",
        "emit --topic s --data 1, --stream",
        "emit --stream s --type t --data=1, --payload=1",
        "serve --port 4000, -rest.port",
        "serve --data-dir=x, -data.path=x",
    })
    void aMistypedOptionGetsTheNearestOne(String given, String meant) {
        Said said = photon(given.split(" "));
        assertEquals(2, said.code());
        assertTrue(said.err().endsWith("\nhint: did you mean: " + meant + "?\n"), said.err());
    }

    @Test
    void aStreamThatIsGivenToEmitAsAWordIsShownAsAnOption() {
        Said said = photon("emit", "orders", "{\"a\":1}");
        assertEquals(
                new Said(
                        2,
                        "photon: emit: '{\"a\":1}' is one argument too many\nhint: options say which stream:"
                                + " photon emit --stream orders --type Placed --payload '{\"amount\":3}'\n"),
                said);
    }

    @ParameterizedTest
    @CsvSource({"help tims, times", "help repaly, replay", "help streams lits, list"})
    void helpNamesTheNearestCommandOrTopic(String given, String meant) {
        Said said = photon(given.split(" "));
        assertEquals(2, said.code());
        assertTrue(said.err().contains("; did you mean " + meant + "? topics are "), said.err());
    }

    @Test
    void codeThatTheShellTookApartIsShownInQuotes() {
        Said said = photon("projection", "create", "p", "-e", "function(s,e)", "{ return s }");
        assertEquals(2, said.code());
        assertTrue(said.err().contains("'{ return s }' is one argument too many\nhint: code with spaces"), said.err());
    }

    @Test
    void whoMeansStreamsOfEventsByStreamIsToldWhereTheyAre() {
        Said said = photon("stream", "list");
        assertEquals(2, said.code());
        assertTrue(said.err().endsWith("; for streams of events: photon streams\n"), said.err());
    }
}
