// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.command.meta;

import io.photon.settings.Closest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Guesses which option was meant by one that a command does not have. */
final class MeantOptions {

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
