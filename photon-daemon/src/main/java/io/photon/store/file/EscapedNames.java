// SPDX-License-Identifier: Apache-2.0
package io.photon.store.file;

import io.photon.event.EventLine;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Stream names as they stand in a line: escaped. Listed in the order of what they mean, the names' UTF-8 bytes. */
final class EscapedNames {

    private EscapedNames() {}

    static int compare(byte[] a, byte[] b) {
        int at = Arrays.mismatch(a, b);
        if (at < 0) {
            return 0;
        }
        return hasEscape(a) || hasEscape(b) ? Arrays.compareUnsigned(plain(a), plain(b)) : Arrays.compareUnsigned(a, b);
    }

    /** The name's UTF-8 bytes, not escaped. */
    static byte[] plain(byte[] escaped) {
        return hasEscape(escaped)
                ? EventLine.unescape(escaped, 0, escaped.length).getBytes(StandardCharsets.UTF_8)
                : escaped;
    }

    private static boolean hasEscape(byte[] name) {
        for (byte b : name) {
            if (b == '\\') {
                return true;
            }
        }
        return false;
    }
}
