// SPDX-License-Identifier: Apache-2.0
package io.photon.projection.clojure;

import org.jspecify.annotations.Nullable;

/** A form that a reduction may not hold, and where it stands; never leaves the package. */
final class RefusedFormException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int line;
    private final int column;
    private final @Nullable String hint;

    RefusedFormException(int line, int column, String message, @Nullable String hint) {
        super(message);
        this.line = line;
        this.column = column;
        this.hint = hint;
    }

    /** Where, from 1; empty when not known. */
    String place() {
        return line < 1 ? "" : "line " + line + (column < 1 ? "" : ", column " + column) + ": ";
    }

    @Nullable String hint() {
        return hint;
    }
}
