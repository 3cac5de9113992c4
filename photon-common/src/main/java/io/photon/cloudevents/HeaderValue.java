// SPDX-License-Identifier: Apache-2.0
package io.photon.cloudevents;

import io.photon.text.Utf8;
import java.io.ByteArrayOutputStream;
import java.util.Optional;

/** Values of attributes as they stand in headers: what is not printable ASCII is percent-encoded UTF-8. Pure functions. */
public final class HeaderValue {

    private static final String DIGITS = "0123456789ABCDEF";

    private HeaderValue() {}

    /**
     * What a header says; a value in quotes is taken out of them first. A sender that did not percent-encode its UTF-8 is understood.
     *
     * @param header a character for each byte, as HTTP has them
     * @return empty when its bytes are not UTF-8: then it is not known what is meant
     */
    public static Optional<String> decode(String header) {
        String value = header.strip();
        if (value.length() > 1 && value.startsWith("\"") && value.endsWith("\"")) {
            value = value.substring(1, value.length() - 1).replaceAll("\\\\(.)", "$1");
        }
        if (value.indexOf('%') < 0 && value.chars().allMatch(c -> c < 0x80)) {
            return Optional.of(value);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(value.length());
        for (int i = 0; i < value.length(); i++) {
            int code = value.charAt(i) == '%' && i + 2 < value.length() ? hex(value, i + 1) : -1;
            if (code >= 0) {
                bytes.write(code);
                i += 2;
            } else if (value.charAt(i) > 0xff) {
                return Optional.empty(); // no byte
            } else {
                bytes.write(value.charAt(i));
            }
        }
        byte[] utf8 = bytes.toByteArray();
        return Utf8.firstInvalid(utf8, 0, utf8.length) < 0 ? Optional.of(Utf8.text(utf8)) : Optional.empty();
    }

    private static int hex(String text, int at) {
        int high = digit(text.charAt(at));
        int low = digit(text.charAt(at + 1));
        return high < 0 || low < 0 ? -1 : high << 4 | low;
    }

    private static int digit(char c) {
        return DIGITS.indexOf(c >= 'a' && c <= 'f' ? c - 'a' + 'A' : c);
    }

    /** A value for a header. */
    public static String encode(String value) {
        StringBuilder header = new StringBuilder(value.length());
        for (byte each : Utf8.bytes(value)) {
            int code = each & 0xff;
            if (code > 0x20 && code < 0x7f && code != '"' && code != '%') {
                header.append((char) code);
            } else {
                header.append('%').append(DIGITS.charAt(code >> 4)).append(DIGITS.charAt(code & 15));
            }
        }
        return header.toString();
    }
}
