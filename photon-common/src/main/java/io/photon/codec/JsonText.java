// SPDX-License-Identifier: Apache-2.0
package io.photon.codec;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** The text of a JSON string. Pure functions. */
public final class JsonText {

    private JsonText() {}

    /** The text between two quotes of a JSON string. */
    static String of(byte[] json, int from, int to, boolean escaped) {
        String raw = new String(json, from, to - from, StandardCharsets.UTF_8);
        return escaped ? unescape(raw) : raw;
    }

    /**
     * A text without its escapes. Never throws: an escape of no character becomes the sign for what is none (U+FFFD), a
     * backslash at the end stays.
     *
     * @param raw what stands between the quotes
     */
    public static String unescape(String raw) {
        int escape = raw.indexOf('\\');
        if (escape < 0) {
            return raw;
        }
        StringBuilder text = new StringBuilder(raw.length()).append(raw, 0, escape);
        for (int i = escape; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c != '\\' || i + 1 >= raw.length()) {
                text.append(c);
                continue;
            }
            char escaped = raw.charAt(++i);
            switch (escaped) {
                case 'b' -> text.append('\b');
                case 'f' -> text.append('\f');
                case 'n' -> text.append('\n');
                case 'r' -> text.append('\r');
                case 't' -> text.append('\t');
                case 'u' -> {
                    int code = hex(raw, i + 1);
                    text.append(code < 0 ? '\ufffd' : (char) code);
                    i += code < 0 ? 0 : 4;
                }
                default -> text.append(escaped);
            }
        }
        return text.toString();
    }

    private static int hex(String text, int from) {
        if (from + 4 > text.length()) {
            return -1;
        }
        int code = 0;
        for (int i = from; i < from + 4; i++) {
            if (!HexFormat.isHexDigit(text.charAt(i))) {
                return -1;
            }
            code = code << 4 | HexFormat.fromHexDigit(text.charAt(i));
        }
        return code;
    }

    /**
     * A text as a JSON string, quotes included, that says each character exactly: what needs two of Java's, or is half of such a
     * pair, is escaped, so that a half comes back as it was.
     */
    public static String quoted(String text) {
        StringBuilder json = new StringBuilder(text.length() + 16).append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c < 0x20 || Character.isSurrogate(c)) {
                json.append("\\u").append(HexFormat.of().toHexDigits(c));
            } else {
                json.append(c);
            }
        }
        return json.append('"').toString();
    }

    /** Whether half a surrogate pair stands somewhere: such a text has no UTF-8 form. */
    public static boolean hasLoneSurrogate(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isHighSurrogate(c)) {
                if (i + 1 >= text.length() || !Character.isLowSurrogate(text.charAt(i + 1))) {
                    return true;
                }
                i++;
            } else if (Character.isLowSurrogate(c)) {
                return true;
            }
        }
        return false;
    }
}
