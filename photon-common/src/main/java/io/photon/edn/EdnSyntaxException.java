package io.photon.edn;

/** Where a text stops being EDN; never leaves the package. */
final class EdnSyntaxException extends Exception {

    private static final long serialVersionUID = 1L;

    private final int offset;

    EdnSyntaxException(int offset, String message) {
        super(message);
        this.offset = offset;
    }

    /** Into the text, from 0. */
    int offset() {
        return offset;
    }
}
