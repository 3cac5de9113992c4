package io.photon.projection;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What a projection is: {@code reduction(previous-value, event) -> next-value} over a stream, from an initial value.
 *
 * @param name its name, not empty
 * @param streamName a stream, {@code __all__}, or a glob
 * @param language as {@link ReducerEngine#language()}
 * @param reduction source text
 * @param initialValue text in that language, or null
 */
public record Definition(String name, String streamName, String language, String reduction, String initialValue) {

    /** Identifies what makes the value: another stream, language, code or start means another value. */
    public String codeHash() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (String part : new String[] {streamName, language, reduction, initialValue}) {
                byte[] bytes = part == null ? new byte[0] : part.getBytes(StandardCharsets.UTF_8);
                digest.update((part == null ? "-" : bytes.length + ":").getBytes(StandardCharsets.US_ASCII));
                digest.update(bytes);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
