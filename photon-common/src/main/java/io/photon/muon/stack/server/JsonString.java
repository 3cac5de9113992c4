// SPDX-License-Identifier: Apache-2.0
package io.photon.muon.stack.server;

import java.util.Locale;

/** Texts as JSON. Pure. */
final class JsonString {

    private JsonString() {}

    /** A JSON string with its quotes. */
    static String quoted(String text) {
        StringBuilder json = new StringBuilder(text.length() + 16).append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c < 0x20) {
                json.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else {
                json.append(Character.isSurrogate(c) && !isPaired(text, i) ? '\ufffd' : c);
            }
        }
        return json.append('"').toString();
    }

    private static boolean isPaired(String text, int at) {
        return Character.isHighSurrogate(text.charAt(at))
                ? at + 1 < text.length() && Character.isLowSurrogate(text.charAt(at + 1))
                : at > 0 && Character.isHighSurrogate(text.charAt(at - 1));
    }
}
