// SPDX-License-Identifier: Apache-2.0
package io.photon.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.cli.command.PlainWords;
import io.photon.cli.command.event.EmitCommand;
import io.photon.testing.Seed;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** A command that is run without the model of the command line does what it would do with it. */
class PlainStartTest {

    private static final int ROUNDS = 20_000;
    private static final List<String> VALUES = List.of(
            "x",
            "{\"a\":1}",
            "a=b",
            "\"quoted\"",
            "'x y'",
            "auto",
            "never",
            "bar",
            "json",
            "table",
            "@f",
            "a,b",
            "${x}",
            "ä",
            "5s",
            "http://h:1",
            "-",
            "-1",
            "--atomic",
            "",
            "--",
            "-q");

    private static List<OptionSpec> options() {
        return PhotonCommand.only("emit", EmitCommand.class, CommandLine.defaultFactory())
                .getSubcommands()
                .get("emit")
                .getCommandSpec()
                .options();
    }

    /** What picocli makes of the words; null when it finds them wrong, or when help is asked for. */
    private static EmitCommand byTheModel(List<String> words) {
        EmitCommand command = new EmitCommand();
        try {
            CommandLine photon = PhotonCommand.only("emit", command, CommandLine.defaultFactory());
            List<String> all = new ArrayList<>(words);
            all.add(0, "emit");
            CommandLine.ParseResult parsed =
                    photon.parseArgs(all.toArray(String[]::new)).subcommand();
            return parsed.isUsageHelpRequested() || parsed.isVersionHelpRequested() ? null : command;
        } catch (ParameterException e) {
            return null;
        }
    }

    /** The values of all options and words of a command; a default counts as not given. */
    private static Map<String, Object> values(Object command) throws IllegalAccessException {
        Map<String, Object> values = new TreeMap<>();
        for (Class<?> type = command.getClass(); type != Object.class; type = type.getSuperclass()) {
            for (Field field : type.getDeclaredFields()) {
                field.setAccessible(true);
                if (Modifier.isStatic(field.getModifiers())) {
                    continue;
                }
                if (field.isAnnotationPresent(Mixin.class)) {
                    values.putAll(values(field.get(command)));
                } else if (field.isAnnotationPresent(Option.class) || field.isAnnotationPresent(Parameters.class)) {
                    boolean byDefault = field.isAnnotationPresent(Option.class)
                            && field.getAnnotation(Option.class).defaultValue().equals(field.get(command));
                    values.put(field.getName(), byDefault ? "not given" : String.valueOf(field.get(command)));
                    values.replace(field.getName(), "null", "not given");
                }
            }
        }
        return values;
    }

    @Test
    void wordsThatAreTakenWithoutTheModelMeanWhatTheyMeanWithIt() throws Exception {
        Random random = new Random(Seed.any());
        List<String> names = new ArrayList<>();
        options().forEach(option -> names.addAll(List.of(option.names())));
        int plain = 0;
        for (int round = 0; round < ROUNDS; round++) {
            List<String> words = new ArrayList<>();
            for (int i = random.nextInt(4); i >= 0; i--) {
                String name = names.get(random.nextInt(names.size()));
                String value = VALUES.get(random.nextInt(VALUES.size()));
                switch (random.nextInt(5)) {
                    case 0 -> words.add(name);
                    case 1 -> words.add(name + "=" + value);
                    case 2 -> words.add(value);
                    default -> words.addAll(List.of(name, value));
                }
            }
            EmitCommand command = new EmitCommand();
            if (PlainWords.takes(command, words)) {
                plain++;
                EmitCommand expected = byTheModel(words);
                assertTrue(expected != null, () -> "is wrong for the model: " + words);
                assertEquals(values(expected), values(command), words::toString);
            }
        }
        assertTrue(plain > ROUNDS / 20, plain + " of " + ROUNDS + " are plain");
    }

    @Test
    void everyOptionCanBeGivenWithoutTheModelButThoseThatAskForHelp() {
        for (OptionSpec option : options()) {
            if (option.usageHelp() || option.versionHelp()) {
                continue;
            }
            String value = option.names()[0].equals("-o")
                    ? "json"
                    : option.completionCandidates() == null
                            ? "x"
                            : option.completionCandidates().iterator().next();
            for (String name : option.names()) {
                List<String> words = option.arity().max() == 0 ? List.of(name) : List.of(name, value);
                assertTrue(PlainWords.takes(new EmitCommand(), words), words.toString());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--help",
                "-h",
                "--version",
                "--stream",
                "--stream=",
                "--stream s --stream t",
                "-o xml",
                "--color blue",
                "a b",
                "--strea s",
                "-ojson",
                "-- {}",
                "-",
                "--atomic=true",
                "-qv",
                "-q --quiet",
                "--payload -5"
            })
    void whatIsNotPlainIsLeftToTheModel(String line) {
        assertFalse(PlainWords.takes(new EmitCommand(), List.of(line.split(" "))), line);
    }
}
