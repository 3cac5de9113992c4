// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.command.meta;

import io.photon.settings.Closest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Guesses what was meant by an option that a command does not have: another option, or a word without one. */
final class MeantOptions {

    /** By command: what is to be written here, and what that is called by other event stores and tools. */
    private static final Map<String, Map<String, String>> ELSEWHERE = Map.of(
            "emit",
            Map.of(
                    "--payload", "--data --body --json --value --message",
                    "--stream", "--topic --channel --subject --key",
                    "--id", "--event-id --message-id --idempotency-key --local-id",
                    "--expect", "--expected-version --expected-revision --if-match --expect-last-order-id",
                    "--caused-by", "--causation-id --cause"),
            "replay",
            Map.of(
                    "--type cold", "--cold --stored --no-follow",
                    "--type hot", "--hot --live --new",
                    "--type hot-cold", "--hot-cold --follow --from-beginning --all --catch-up",
                    "--last", "--tail",
                    "--limit", "--head --count --max-count --max-messages",
                    "--from", "--offset --position --start --after",
                    "--to", "--until --end",
                    "--where", "--filter --grep",
                    "--backwards", "--reverse --desc"),
            "projection create",
            Map.of(
                    "-e TEXT, or --code FILE", "--reduction --reducer --function --fold --script",
                    "-f FILE", "--edn"),
            "serve",
            Map.of(
                    "-rest.port", "--port --http-port",
                    "-rest.host", "--host --bind --listen --address",
                    "-data.path", "--data --dir --data-dir --folder --db",
                    "-db.backend", "--backend --store --storage",
                    "-admin.pass", "--password",
                    "--config", "--properties --settings"));

    private final CommandSpec command;
    private final List<String> names = new ArrayList<>();

    /** The command's own options before those that all commands have. */
    private MeantOptions(CommandSpec command) {
        this.command = command;
        command.options().stream()
                .filter(option -> !option.hidden())
                .sorted(Comparator.comparing(HelpLayout::isShared))
                .forEach(option -> names.addAll(List.of(option.names())));
    }

    /**
     * What is to be written instead: the same word with the right dashes, what it is called elsewhere, the option that is the
     * fewest typing errors away, or the only one that is a part of it; with the value as typed.
     */
    static Optional<String> of(String typed, CommandSpec command) {
        int equals = typed.indexOf('=');
        String name = equals < 0 ? typed : typed.substring(0, equals);
        String value = equals < 0 ? "" : typed.substring(equals);
        String dashed = name.startsWith("--") ? name : "-" + name; // -limit was --limit
        return new MeantOptions(command).meant(dashed).map(found -> found.contains(" ") ? found : found + value);
    }

    private Optional<String> meant(String dashed) {
        if (names.contains(dashed)) {
            return Optional.of(dashed);
        }
        return elsewhere(dashed)
                .or(() -> sameWord(dashed.substring(2)))
                .or(() -> Closest.of(dashed, longNames()))
                .or(() -> Closest.of(dashed.substring(2), words()).map(near -> withWords()))
                .or(() -> begun(dashed))
                .or(() -> part(dashed));
    }

    private List<String> longNames() {
        return names.stream().filter(known -> known.startsWith("--")).toList();
    }

    private Optional<String> elsewhere(String dashed) {
        return ELSEWHERE.getOrDefault(path(), Map.of()).entrySet().stream()
                .filter(row -> List.of(row.getValue().split(" ")).contains(dashed))
                .map(Map.Entry::getKey)
                .findFirst()
                .or(() -> SameWords.WITH_VALUE.entrySet().stream()
                        .filter(row -> List.of(row.getValue().split(" ")).contains(dashed))
                        .map(Map.Entry::getKey)
                        .filter(this::takes)
                        .findFirst());
    }

    /** Whether there is such an option, and such a value of it where its values are known. */
    private boolean takes(String optionAndValue) {
        String[] parts = optionAndValue.split(" ");
        OptionSpec option = command.findOption(parts[0]);
        if (option == null) {
            return false;
        }
        List<String> values = new ArrayList<>();
        if (option.completionCandidates() != null) {
            option.completionCandidates().forEach(values::add);
        }
        return values.isEmpty() || values.contains(parts[1]);
    }

    /** The names of the command without {@code photon}. */
    private String path() {
        String full = command.qualifiedName();
        return full.substring(full.indexOf(' ') + 1);
    }

    /** An option of the command, a word of it, else an option that all commands have, that is called so elsewhere. */
    private Optional<String> sameWord(String word) {
        if (words().contains(word)) {
            return Optional.of(withWords());
        }
        List<String> same = SameWords.of(word);
        Optional<String> own =
                same.stream().filter(other -> isOwn("--" + other)).findFirst();
        Optional<String> positional = same.stream().filter(words()::contains).findFirst();
        Optional<String> shared =
                same.stream().map(other -> "--" + other).filter(names::contains).findFirst();
        return own.map(other -> "--" + other)
                .or(() -> positional.map(near -> withWords()))
                .or(() -> shared);
    }

    private boolean isOwn(String option) {
        OptionSpec found = command.findOption(option);
        return found != null && !found.hidden() && !HelpLayout.isShared(found);
    }

    /** The names of what stands without an option, as {@code stream} and {@code order-id}. */
    private List<String> words() {
        return command.positionalParameters().stream()
                .filter(word -> !word.hidden())
                .flatMap(word -> List.of(word.paramLabel().split("[^A-Z-]+")).stream())
                .filter(label -> !label.isEmpty())
                .map(label -> label.toLowerCase(Locale.ROOT))
                .toList();
    }

    /** The command line with the words that stand without an option. */
    private String withWords() {
        return command.qualifiedName() + " "
                + command.positionalParameters().stream()
                        .filter(known -> !known.hidden())
                        .map(PositionalParamSpec::paramLabel)
                        .collect(Collectors.joining(" "));
    }

    private Optional<String> begun(String dashed) {
        List<String> begin = longNames().stream()
                .filter(known -> dashed.length() > 3 && known.startsWith(dashed))
                .toList();
        return begin.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", begin));
    }

    /** The longest option of which it is a longer form: {@code --stream-glob}, {@code --order-limit}. */
    private Optional<String> part(String dashed) {
        return longNames().stream()
                .filter(known -> dashed.startsWith(known + "-") || dashed.endsWith(known.substring(1)))
                .max(Comparator.comparing(String::length));
    }
}
