// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.command.context;

import io.photon.cli.command.CommandGroup;
import picocli.CommandLine.Command;

/** {@code photon context}. */
@Command(
        name = "context",
        header = "Give daemons names, and choose between them.",
        description =
                "A context is a name for a daemon, with who asks and where the secret for it is kept. Every command"
                        + " takes --context NAME; without it PHOTON_CONTEXT or the context in use counts.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  photon context add prod --url https://store:3000 --token-file ~/prod.token --production",
            "  photon context use prod",
            "  photon --context prod streams list"
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:done", "2:usage"},
        subcommands = {
            ContextAdd.class,
            ContextUse.class,
            ContextList.class,
            ContextShow.class,
            ContextTest.class,
            ContextRemove.class
        })
public final class ContextCommand extends CommandGroup {}
