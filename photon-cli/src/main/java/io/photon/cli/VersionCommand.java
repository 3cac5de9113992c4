// SPDX-License-Identifier: Apache-2.0
package io.photon.cli;

import io.photon.cli.command.OutputOptions;
import io.photon.cli.output.Console;
import io.photon.cli.output.Report;
import io.photon.codec.JsonFields;
import io.photon.result.Result;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code photon version}. */
@Command(
        name = "version",
        header = "Show the version.",
        description = "Shows the version of Photon, the commit it was built from, and the Java that runs it.",
        footerHeading = "%nExamples:%n",
        footer = {"  photon version", "  photon version -o raw"},
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:shown", "2:bad option"})
final class VersionCommand implements Callable<Integer> {

    @Mixin
    OutputOptions output;

    @Spec
    CommandSpec spec;

    @Override
    public Integer call() {
        return show(output.open(spec));
    }

    /** The command without options, to its exit code. */
    static int show(Console console) {
        return show(new Report("version", console, null, "auto", "none", Report.Level.NORMAL));
    }

    private static int show(Report report) {
        Version version = Version.ofThisBuild();
        String json = "{\"version\":" + JsonFields.quote(version.number()) + ",\"java\":"
                + JsonFields.quote(version.java()) + ",\"build\":" + JsonFields.quote(version.build()) + "}";
        return report.guard(
                new Callable<>() { // no lambda: the first one in a process takes longer than all of this
                    @Override
                    public Integer call() {
                        return report.show(Result.ok(json.getBytes(StandardCharsets.UTF_8)));
                    }
                });
    }
}
