// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.command.meta;

import io.photon.cli.command.OutputOptions;
import io.photon.cli.output.DataOut;
import io.photon.cli.output.ExitCode;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code photon completion}. */
@Command(
        name = "completion",
        header = "Print a shell's completion script.",
        description = "Prints the script that completes commands, options and the names of streams.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  source <(photon completion bash)",
            "  photon completion zsh > ~/.zfunc/_photon",
            "  photon completion fish > ~/.config/fish/completions/photon.fish"
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:printed", "1:it cannot be written", "2:no such shell"})
public final class CompletionCommand implements Callable<Integer> {

    /** The shells there is a script for. */
    enum Shell {
        bash,
        zsh,
        fish
    }

    @Parameters(index = "0", paramLabel = "SHELL", description = "bash, zsh or fish")
    Shell shell;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "show this help")
    boolean help;

    @Spec
    CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        DataOut out = new DataOut(OutputOptions.console(spec).out(), "stdout");
        try (InputStream script = CompletionCommand.class.getResourceAsStream("/completions/photon." + shell)) {
            if (script == null) {
                throw new CommandLine.ExecutionException(spec.commandLine(), "the script for " + shell + " is missing");
            }
            out.write(script.readAllBytes());
            out.flush();
            return ExitCode.OK;
        }
    }
}
