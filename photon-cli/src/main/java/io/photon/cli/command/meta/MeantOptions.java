// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.command.meta;

import io.photon.settings.Closest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Guesses which option was meant by one that a command does not have. */
final class MeantOptions {

    /** By command: what is to be written here, and what that is called by other event stores and tools. */
    private static final Map<String, Map<String, String>> ELSEWHERE = Map.of(
            "emit",
            Map.of(
                    "--payload", "--data --body --json --value --message",
                    "--stream", "--topic --channel --subject --key",
                    "--id", "--event-id --message-id --idempotency-key --local-id",
                    "--expect", "--expected-version --expected-revision --if-match",
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
            "serve",
            Map.of(
                    "-rest.port", "--port --http-port",
                    "-rest.host", "--host --bind --listen --address",
                    "-data.path", "--data --dir --data-dir --folder --db",
                    "-db.backend", "--backend --store --storage",
                    "-admin.pass", "--password",
                    "--config", "--properties --settings"));

    private MeantOptions() {}

    /** The option that is the fewest typing errors away, else the only one that begins so; with the value as typed. */
    static Optional<String> of(String typed, CommandSpec command) {
        int equals = typed.indexOf('=');
        String name = equals < 0 ? typed : typed.substring(0, equals);
        String value = equals < 0 ? "" : typed.substring(equals);
        List<String> names = new ArrayList<>();
        for (OptionSpec option : command.options()) {
            if (!option.hidden()) {
                names.addAll(List.of(option.names()));
            }
        }
        String dashed = name.startsWith("--") ? name : "-" + name; // -limit was --limit
        if (names.contains(dashed)) {
            return Optional.of(dashed + value);
        }
        List<String> longOnes =
                names.stream().filter(known -> known.startsWith("--")).toList();
        Optional<String> elsewhere = ELSEWHERE.getOrDefault(command.name(), Map.of()).entrySet().stream()
                .filter(row -> List.of(row.getValue().split(" ")).contains(dashed))
                .map(Map.Entry::getKey)
                .findFirst();
        if (elsewhere.isPresent()) {
            return elsewhere.map(found -> found.contains(" ") ? found : found + value);
        }
        Optional<String> closest = Closest.of(dashed, longOnes);
        if (closest.isPresent()) {
            return closest.map(found -> found + value);
        }
        List<String> begin = longOnes.stream()
                .filter(known -> dashed.length() > 3 && known.startsWith(dashed))
                .toList();
        return begin.isEmpty()
                ? Optional.empty()
                : Optional.of(String.join(", ", begin) + (begin.size() == 1 ? value : ""));
    }
}
