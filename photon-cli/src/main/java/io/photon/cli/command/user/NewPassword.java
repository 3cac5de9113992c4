// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.command.user;

import io.photon.cli.input.InputFile;
import io.photon.cli.output.Report;
import io.photon.result.Failure.Kind;
import io.photon.result.Result;
import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** A password to be set: typed twice, or read. */
final class NewPassword {

    private static final int MAX_BYTES = 8_192;
    private static final String FILE = "--new-password-file";

    @Option(
            names = FILE,
            paramLabel = "FILE",
            description = "the new password is in this file, - for standard input (default: it is asked for)")
    @Nullable String file;

    boolean isGiven() {
        return file != null;
    }

    /** @param user whose it is to be */
    Result<String> read(String user, Report report) throws IOException {
        return file != null ? fromFile(file, report) : typed(user, report);
    }

    private static Result<String> fromFile(String file, Report report) throws IOException {
        byte[] bytes;
        if (file.equals("-")) {
            bytes = report.console().in().readNBytes(MAX_BYTES + 1);
        } else {
            try (InputStream in = InputFile.open(Path.of(file))) {
                bytes = in.readNBytes(MAX_BYTES + 1);
            }
        }
        if (bytes.length > MAX_BYTES) {
            return Result.err(Kind.BAD_INPUT, FILE + " " + file + " is too long for a password", "give one line");
        }
        String text = new String(bytes, StandardCharsets.UTF_8);
        String line = text.endsWith("\r\n")
                ? text.substring(0, text.length() - 2)
                : text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
        return line.isEmpty()
                ? Result.err(Kind.BAD_INPUT, FILE + " " + file + " is empty", "write the password into it")
                : Result.ok(line);
    }

    private static Result<String> typed(String user, Report report) {
        Console terminal = report.console().isInTerminal() ? System.console() : null;
        if (terminal == null) {
            return Result.err(
                    Kind.BAD_INPUT, "no terminal to ask for the new password", "give it with " + FILE + " FILE");
        }
        char[] first = terminal.readPassword("New password of %s: ", user);
        char[] again = terminal.readPassword("Once more: ");
        if (first == null || !Arrays.equals(first, again)) {
            return Result.err(Kind.BAD_INPUT, "that was not the same twice; nothing was changed", "try again");
        }
        return Result.ok(new String(first));
    }
}
