// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.command.context;

import io.photon.cli.command.OutputOptions;
import io.photon.cli.context.Contexts;
import io.photon.cli.output.Report;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A command that works on the files of contexts, and asks no daemon. */
abstract class FilesCommand implements Callable<Integer> {

    @Mixin
    OutputOptions output;

    @Spec
    CommandSpec spec;

    /** The command itself, to its exit code. */
    abstract int run(Contexts contexts, Report report);

    @Override
    public final Integer call() {
        Report report = output.open(spec);
        return report.guard(() -> run(new Contexts(report.console().environment(), report::note), report));
    }
}
