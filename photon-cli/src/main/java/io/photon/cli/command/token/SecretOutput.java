// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.command.token;

import io.photon.cli.output.ExitCode;
import io.photon.cli.output.Report;
import io.photon.cli.output.SecretFile;
import io.photon.codec.JsonWriter;
import io.photon.os.SystemError;
import io.photon.result.Failure;
import io.photon.result.Result;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a secret goes that is shown once: to stdout, or into a file. */
final class SecretOutput {

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "write it to this file, which only you may read (mode 0600), instead of to stdout")
    @Nullable Path file;

    /** Why the file cannot be written, before anything is handed out that no one would get. */
    Optional<Failure> refuse() {
        try {
            if (file == null || SecretFile.of(file).isWritable()) {
                return Optional.empty();
            }
            return refused("");
        } catch (IOException e) {
            return refused(": " + SystemError.reason(e));
        }
    }

    private Optional<Failure> refused(String why) {
        return Optional.of(Failure.of(
                Failure.Kind.BAD_INPUT,
                file + " cannot be written" + why,
                "name a file in a folder that is there, and that you may write to"));
    }

    private static int show(Report report, Runnable shown, String what) {
        shown.run();
        report.note(what + " is shown only now: keep it where others cannot read it");
        return ExitCode.OK;
    }

    /**
     * Shows it, or writes it and says where.
     *
     * @param secret as it stands in the file
     * @param shown on stdout when there is no file
     * @param told about it, without the secret, when there is one
     */
    int give(Report report, String secret, Runnable shown, JsonWriter told, String what) {
        if (file == null) {
            return show(report, shown, what);
        }
        try {
            SecretFile place = SecretFile.of(file);
            if (place.isStdout()) {
                return show(report, shown, what);
            }
            place.write((secret + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            report.out().line(secret); // it was handed out, and there is no other way to get it
            return report.fail(Failure.of(
                    Failure.Kind.INTERNAL,
                    what + " was not written to " + file + ": " + SystemError.reason(e),
                    "it is on stdout, this once"));
        }
        byte[] json = told.field("file", file.toString()).endObject().bytes();
        return report.done(Result.ok(json), done -> what + " is in " + file + ", which only you may read");
    }
}
