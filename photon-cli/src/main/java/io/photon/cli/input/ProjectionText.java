// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.input;

import static java.util.Objects.requireNonNull;

import io.photon.codec.JsonFields;
import io.photon.result.Failure;
import io.photon.result.Failure.Kind;
import io.photon.result.Result;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A projection as a user describes it, and the request it becomes. Pure but for the files it names. */
public final class ProjectionText {

    /** Longest source text, in bytes. */
    private static final int MAX_CODE = 1 << 20;

    /** Without alternatives: for each of them java.util.regex would go one level deeper. */
    private static final Pattern NAME = Pattern.compile(":projection-name\\s++\"([^\"\\\\]*+(?:\\\\.[^\"\\\\]*+)*+)\"");

    private ProjectionText() {}

    /** The name that the text of an EDN file gives its projection; empty when it is not plain to see. */
    public static Optional<String> nameInEdn(String text) {
        Matcher name = NAME.matcher(text);
        return name.find() ? Optional.of(name.group(1).replaceAll("\\\\(.)", "$1")) : Optional.empty();
    }

    /**
     * The request.
     *
     * @param exact whether the stream is a name even if it looks like a glob
     * @param language null to tell it from the file's ending
     * @param codeFile file with the reduction, {@code -} for stdin, or null
     * @param code the reduction itself, or null
     * @param initial text in that language, or null
     */
    public static Result<byte[]> request(
            String name,
            String stream,
            boolean exact,
            @Nullable String language,
            @Nullable Path codeFile,
            @Nullable String code,
            @Nullable String initial,
            InputStream stdin)
            throws IOException {
        if ((codeFile == null) == (code == null)) {
            return Result.err(
                    Kind.BAD_INPUT, "the reduction must be given once", "give it with --code FILE or with -e TEXT");
        }
        String spoken = language != null ? language : codeFile == null ? null : ReductionLanguages.of(codeFile);
        if (spoken == null) {
            return Result.err(
                    Kind.BAD_INPUT,
                    "the language is not given",
                    "say --language javascript, clojure or jq (files that end with .js, .clj or .jq say it themselves)");
        }
        Result<String> source = code != null ? Result.ok(code) : read(requireNonNull(codeFile), stdin);
        return source.map(text -> ("{\"projection-name\":" + JsonFields.quote(name) + ",\"stream-name\":"
                        + JsonFields.quote(stream) + (exact ? ",\"exact\":true" : "") + ",\"language\":"
                        + JsonFields.quote(spoken) + ",\"reduction\":"
                        + JsonFields.quote(text)
                        + (initial == null ? "" : ",\"initial-value\":" + JsonFields.quote(initial)) + "}")
                .getBytes(StandardCharsets.UTF_8));
    }

    /** A file's text, or that of stdin for {@code -}. */
    public static Result<String> read(Path file, InputStream stdin) throws IOException {
        byte[] bytes;
        if (file.toString().equals("-")) {
            bytes = stdin.readNBytes(MAX_CODE + 1);
        } else {
            try (InputStream in = InputFile.open(file)) {
                bytes = in.readNBytes(MAX_CODE + 1);
            }
        }
        if (bytes.length > MAX_CODE) {
            return Result.err(Kind.TOO_LARGE, file + " is longer than " + MAX_CODE + " bytes", "is it the right file?");
        }
        return decoded(file.toString(), bytes);
    }

    /** Text that must be UTF-8. @param from as messages name it */
    static Result<String> decoded(String from, byte[] bytes) {
        try {
            return Result.ok(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (CharacterCodingException e) {
            return Result.err(Failure.of(Kind.BAD_INPUT, from + " is not UTF-8", "save it as UTF-8"));
        }
    }
}
