// SPDX-License-Identifier: Apache-2.0
package io.photon.projection.spi;

import io.photon.filter.StreamSelector;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * What a projection is: {@code reduction(previous-value, event) -> next-value} over a stream, from an initial value.
 *
 * @param name its name, not empty
 * @param stream what it folds
 * @param language as {@link ReducerEngine#language()}
 * @param reduction source text
 * @param initialValue text in that language, or null
 */
public record Definition(
        String name,
        StreamSelector stream,
        String language,
        String reduction,
        @Nullable String initialValue) {

    /** One over the stream of a text: a name, {@code __all__}, or a glob. */
    public Definition(
            String name, String streamName, String language, String reduction, @Nullable String initialValue) {
        this(name, StreamSelector.of(streamName), language, reduction, initialValue);
    }

    /** Its stream as it was written. */
    public String streamName() {
        return stream.text();
    }

    /** Identifies what makes the value: another stream, language, code or start means another value. */
    public String codeHash() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (@Nullable String part : new @Nullable String[] {streamPart(), language, reduction, initialValue}) {
                byte[] bytes = part == null ? new byte[0] : part.getBytes(StandardCharsets.UTF_8);
                digest.update((part == null ? "-" : bytes.length + ":").getBytes(StandardCharsets.US_ASCII));
                digest.update(bytes);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** A text that can be either tells which it is. */
    private String streamPart() {
        return stream.isAmbiguous() ? (stream.isExact() ? "exact " : "glob ") + stream.text() : stream.text();
    }
}
