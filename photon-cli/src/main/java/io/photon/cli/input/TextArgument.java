// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.input;

import io.photon.result.Failure.Kind;
import io.photon.result.Result;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A value of the command line that is JSON (or EDN): as it stands, {@code @FILE} for what is in a file, {@code -} or
 * {@code @-} for standard input, as in curl and gh. No JSON begins so.
 */
public final class TextArgument {

    /** More than a daemon takes unless it is told otherwise, and what there is room for several times. */
    private static final int MOST_BYTES = 32 << 20;

    private TextArgument() {}

    /** @param option as messages name it */
    public static Result<byte[]> read(String option, String value, InputStream stdin) throws IOException {
        if (value.equals("-") || value.equals("@-")) {
            return limited(option, "standard input", stdin.readNBytes(MOST_BYTES + 1));
        }
        if (!value.startsWith("@")) {
            return Result.ok(value.getBytes(StandardCharsets.UTF_8));
        }
        if (value.length() == 1) {
            return Result.err(
                    Kind.BAD_INPUT, option + " is @ without a file", "write " + option + " @FILE, or - for stdin");
        }
        try (InputStream in = InputFile.open(Path.of(value.substring(1)))) {
            return limited(option, value.substring(1), in.readNBytes(MOST_BYTES + 1));
        }
    }

    /** The same as text, for values that a request quotes. */
    public static Result<String> text(String option, String value, InputStream stdin) throws IOException {
        return read(option, value, stdin).then(bytes -> ProjectionText.decoded(value, bytes));
    }

    /** The same for a value that may be left out. @param value null for none */
    public static Result<Optional<byte[]>> optional(String option, @Nullable String value, InputStream stdin)
            throws IOException {
        return value == null
                ? Result.ok(Optional.empty())
                : read(option, value, stdin).map(Optional::of);
    }

    /** The same as text. @param value null for none */
    public static Result<Optional<String>> optionalText(String option, @Nullable String value, InputStream stdin)
            throws IOException {
        return value == null
                ? Result.ok(Optional.empty())
                : text(option, value, stdin).map(Optional::of);
    }

    private static Result<byte[]> limited(String option, String from, byte[] bytes) {
        if (bytes.length > MOST_BYTES) {
            return Result.err(
                    Kind.TOO_LARGE,
                    option + ": " + from + " is longer than " + (MOST_BYTES >> 20) + " MiB",
                    "is it the right file? Many events go in as lines: photon emit -f FILE");
        }
        boolean marked = bytes.length >= 3
                && (bytes[0] & 0xff) == 0xef
                && (bytes[1] & 0xff) == 0xbb
                && (bytes[2] & 0xff) == 0xbf; // a byte order mark, as editors put it
        return Result.ok(marked ? Arrays.copyOfRange(bytes, 3, bytes.length) : bytes);
    }
}
