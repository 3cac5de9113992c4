// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.command.backup;

import io.photon.cli.command.ClientCommand;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A command that reads backups: files in order, or standard input; for as long as it takes. */
abstract class BackupsCommand extends ClientCommand {

    @Parameters(arity = "0..*", paramLabel = "FILE", description = "backups in order (default: standard input)")
    List<Path> files = List.of();

    @Option(
            order = 40,
            names = "--allow-incomplete",
            description = "take a file without a trailer, e.g. the output of a replay, and backups made with"
                    + " --skip-damaged that lack something")
    boolean allowIncomplete;

    @Override
    protected final boolean isStreaming() {
        return true;
    }
}
