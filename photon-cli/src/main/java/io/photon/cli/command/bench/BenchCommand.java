// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.command.bench;

import io.photon.cli.command.CommandGroup;
import picocli.CommandLine.Command;

/** {@code photon bench}. */
@Command(
        name = "bench",
        header = "Measure a daemon under load.",
        description = {
            "Emits, replays, folds or follows events as fast as the daemon answers, or at a rate, and tells throughput"
                    + " and the percentiles of latencies. It works on a stream and a projection of its own, named"
                    + " photon-bench-…, and removes them in the end, also after Ctrl-C."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  photon bench emit --clients 64",
            "  photon bench emit --clients 64 --rate 5000/s --duration 1m -o json > before.json",
            "  photon bench live --rate 1000/s",
            "  photon bench compare before.json after.json"
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:done", "2:usage"},
        subcommands = {BenchEmit.class, BenchReplay.class, BenchProjection.class, BenchLive.class, BenchCompare.class})
public final class BenchCommand extends CommandGroup {}
