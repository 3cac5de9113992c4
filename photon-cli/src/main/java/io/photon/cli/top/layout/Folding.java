// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.top.layout;

import io.photon.cli.top.layout.JsonLines.Piece;
import io.photon.cli.top.screen.Key;
import io.photon.cli.top.screen.Tone;
import java.util.ArrayList;
import java.util.List;

/** How deep JSON is shown: what lies deeper is one line, which says how much there is and whether some of it has changed. One thread. */
public final class Folding {

    /** What it is for, by key. */
    public static final List<String> KEYS = List.of("h  l", "fold what is nested by one more level, unfold one");

    private static final int ALL = Integer.MAX_VALUE;

    private int levels = ALL;
    private int deepest = 1;

    /** @return whether it was one of ours */
    public boolean key(Key key) {
        if (key.is('h')) {
            levels = Math.max(1, Math.min(levels, deepest) - 1);
        } else if (key.is('l')) {
            levels = levels >= deepest - 1 ? ALL : levels + 1;
        } else {
            return false;
        }
        return true;
    }

    /**
     * The lines that are to be shown.
     *
     * @param lines as {@link JsonLines} makes them
     * @param signs the columns before them that tell of a change, as {@link ChangedLines} adds them; 0 for none
     */
    public List<List<Piece>> of(List<List<Piece>> lines, int signs) {
        List<String> texts = lines.stream().map(JsonLines::text).toList();
        deepest = Math.max(
                1, texts.stream().mapToInt(text -> level(text, signs)).max().orElse(1));
        if (levels == ALL) {
            return lines;
        }
        List<List<Piece>> shown = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            int end = level(texts.get(i), signs) >= levels && opens(texts.get(i)) ? end(texts, i, signs) : i;
            shown.add(end == i ? lines.get(i) : folded(lines, texts, i, end, signs));
            i = end;
        }
        return shown;
    }

    private static int level(String text, int signs) {
        int blanks = signs;
        while (blanks < text.length() && text.charAt(blanks) == ' ') {
            blanks++;
        }
        return (blanks - signs) / 2;
    }

    private static boolean opens(String text) {
        return text.endsWith("{") || text.endsWith("[");
    }

    /** The line that ends what a line begins; the last one there is when that was cut off. */
    private static int end(List<String> texts, int begin, int signs) {
        int level = level(texts.get(begin), signs);
        int end = begin + 1;
        while (end < texts.size() - 1 && level(texts.get(end), signs) > level) {
            end++;
        }
        return Math.min(end, texts.size() - 1);
    }

    private static List<Piece> folded(List<List<Piece>> lines, List<String> texts, int begin, int end, int signs) {
        int within = level(texts.get(begin), signs) + 1;
        int parts = 0;
        boolean isChanged = false;
        for (int i = begin + 1; i < end; i++) {
            String text = texts.get(i);
            String rest = text.substring(signs).strip();
            parts += level(text, signs) == within && !rest.startsWith("}") && !rest.startsWith("]") ? 1 : 0;
            isChanged |= !text.substring(0, signs).isBlank();
        }
        List<Piece> line = new ArrayList<>(lines.get(begin));
        if (isChanged && texts.get(begin).substring(0, signs).isBlank()) {
            line.set(0, new Piece("~ ", Tone.STRONG));
        }
        line.add(new Piece(" … " + parts + " ", Tone.DIM));
        line.add(new Piece(texts.get(end).substring(signs).strip(), Tone.DIM));
        return line;
    }
}
