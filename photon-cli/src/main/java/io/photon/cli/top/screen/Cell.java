// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.top.screen;

/**
 * One place of a frame.
 *
 * @param text what is shown: one character with what combines with it; empty for the right half of a wide one
 * @param selected whether the selection is on it
 */
public record Cell(String text, Tone tone, boolean selected) {

    static final Cell BLANK = new Cell(" ", Tone.PLAIN, false);

    public Cell select() {
        return new Cell(text, tone, true);
    }

    Cell dim() {
        return new Cell(text, Tone.DIM, selected);
    }
}
