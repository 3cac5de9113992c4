// SPDX-License-Identifier: Apache-2.0
package io.photon.result;

/** The beginning of a long text, for messages. Pure. */
public final class Excerpt {

    private static final int USUAL = 80;

    private Excerpt() {}

    /** A text; of a long one the first 80 characters. */
    public static String of(String text) {
        return of(text, USUAL);
    }

    /** A text; of a longer one the first {@code most} characters and an ellipsis. */
    public static String of(String text, int most) {
        return text.length() > most ? text.substring(0, most) + "…" : text;
    }
}
