// SPDX-License-Identifier: Apache-2.0
package io.photon.filter;

/** Where a predicate's text goes wrong; never leaves the package. */
final class WhereSyntaxException extends Exception {

    private static final long serialVersionUID = 1L;

    private final int column;

    WhereSyntaxException(int column, String message) {
        super(message);
        this.column = column;
    }

    /** From 1. */
    int column() {
        return column;
    }
}
