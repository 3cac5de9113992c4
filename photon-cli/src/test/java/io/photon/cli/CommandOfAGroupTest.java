// SPDX-License-Identifier: Apache-2.0
package io.photon.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.cli.output.Console;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.IFactory;

/** A command of a group, whose model is built without its neighbours, is what it is among them. */
class CommandOfAGroupTest {

    private static final ByteArrayOutputStream OUT = new ByteArrayOutputStream();
    private static final ByteArrayOutputStream ERR = new ByteArrayOutputStream();
    private static final CommandLine ALL = PhotonCommand.all(factory());

    static Stream<List<String>> commands() {
        return ALL.getSubcommands().entrySet().stream()
                .flatMap(group ->
                        group.getValue().getSubcommands().keySet().stream().map(name -> List.of(group.getKey(), name)));
    }

    private static IFactory factory() {
        Console console = new Console(
                new ByteArrayInputStream(new byte[0]),
                OUT,
                new PrintStream(ERR, true, StandardCharsets.UTF_8),
                false,
                false,
                false,
                Map.of("PHOTON_URL", "http://127.0.0.1:1", "HOME", "/nonexistent"));
        return new IFactory() {
            @Override
            public <K> K create(Class<K> type) throws Exception {
                return type == Console.class
                        ? type.cast(console)
                        : CommandLine.defaultFactory().create(type);
            }
        };
    }

    private static String ran(CommandLine photon, List<String> words) {
        OUT.reset();
        ERR.reset();
        int code = photon.setOut(new PrintWriter(OUT, true, StandardCharsets.UTF_8))
                .execute(words.toArray(String[]::new));
        return code + "\n" + OUT.toString(StandardCharsets.UTF_8) + ERR.toString(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @MethodSource("commands")
    void itsHelpItsVersionAndWhatIsSaidOfWrongWordsAreTheSame(List<String> command) {
        for (String more : List.of("--help", "--version", "--urll x", "--no-such", "a b c d e f", "-o")) {
            List<String> words = new ArrayList<>(command);
            words.addAll(List.of(more.split(" ")));
            CommandLine one =
                    PhotonCommand.only(words, Objects.requireNonNull(Commands.find(command.get(0))), factory());
            assertEquals(ran(ALL, words), ran(one, words), () -> "photon " + String.join(" ", words));
        }
    }

    @Test
    void itsNeighboursAreThereWhenNoneIsNamedByItsWholeName() {
        for (String word : List.of("lis", "--help", "nothing")) {
            CommandLine photon = PhotonCommand.only(
                    List.of("streams", word), Objects.requireNonNull(Commands.find("streams")), factory());
            assertTrue(photon.getSubcommands().get("streams").getSubcommands().size() > 4, word);
        }
        CommandLine one = PhotonCommand.only(
                List.of("streams", "list"), Objects.requireNonNull(Commands.find("streams")), factory());
        assertNull(one.getSubcommands().get("streams").getSubcommands().get("show"));
    }
}
