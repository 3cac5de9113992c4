// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.top.screen;

/** What a piece of text says by its colour. Every tone also has a word or a sign where it matters. */
public enum Tone {
    PLAIN,
    /** Less important, or old. */
    DIM,
    STRONG,
    /** Moving, well. */
    GOOD,
    /** Behind, slow. */
    BEHIND,
    /** Failed, full. */
    BAD,
    /** What can be chosen, keys, headings. */
    ACCENT
}
