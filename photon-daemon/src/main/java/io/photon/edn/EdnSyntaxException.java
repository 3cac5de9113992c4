// SPDX-License-Identifier: Apache-2.0
package io.photon.edn;

/** Where a text stops being EDN; never leaves the package. */
final class EdnSyntaxException extends Exception {

    private static final long serialVersionUID = 1L;

    private final int offset;

    EdnSyntaxException(int offset, String message) {
        super(message);
        this.offset = offset;
    }

    /** Place, line and column of it, as compilers write them. @param text that was read */
    String at(String text, String place) {
        int line = 1;
        int lineFrom = 0;
        for (int i = 0; i < offset; i++) {
            if (text.charAt(i) == '\n') {
                line++;
                lineFrom = i + 1;
            }
        }
        return place + ":" + line + ":" + (text.codePointCount(lineFrom, offset) + 1);
    }
}
