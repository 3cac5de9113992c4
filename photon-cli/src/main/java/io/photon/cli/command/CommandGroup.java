// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.command;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A word in front of commands, such as {@code photon streams}: alone it says which ones there are. */
public abstract class CommandGroup implements Runnable {

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "show this help")
    boolean help;

    @Spec
    protected CommandSpec spec;

    @Override
    public final void run() {
        List<String> commands = List.copyOf(spec.subcommands().keySet());
        int last = commands.size() - 1;
        String all = last == 0
                ? commands.get(0)
                : String.join(", ", commands.subList(0, last)) + " or " + commands.get(last);
        throw new CommandLine.ParameterException(spec.commandLine(), "say what to do: " + all);
    }
}
