// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.shell;

import java.util.ArrayList;
import java.util.List;
import org.jline.reader.CompletingParsedLine;
import org.jline.reader.EOFError;
import org.jline.reader.ParsedLine;
import org.jline.reader.Parser;

/** Tells JLine where words begin and end, and whether a line goes on. */
final class LineParser implements Parser {

    /** At the end of a line: go on in an editor. */
    static final String EDIT = "\\e";

    /** Whether a line asks for the editor. */
    static boolean asksForEditor(String line) {
        String text = line.stripTrailing();
        return text.equals(EDIT) || text.endsWith(" " + EDIT) || text.endsWith("\n" + EDIT);
    }

    @Override
    public ParsedLine parse(String line, int cursor, ParseContext context) {
        if (context == ParseContext.ACCEPT_LINE || context == ParseContext.SECONDARY_PROMPT) {
            String missing = Words.read(line).missing();
            if (missing != null && !asksForEditor(line)) {
                throw new EOFError(-1, -1, "the line goes on", missing);
            }
        }
        List<Words.Word> all =
                new ArrayList<>(Words.read(line.substring(0, cursor)).all());
        boolean inWord = !all.isEmpty()
                && all.get(all.size() - 1).to() == cursor
                && all.get(all.size() - 1).kind() == Words.Kind.TEXT;
        Words.Word word = inWord ? all.remove(all.size() - 1) : new Words.Word(Words.Kind.TEXT, "", cursor, cursor);
        List<String> words = new ArrayList<>(all.stream().map(Words.Word::text).toList());
        words.add(word.text());
        return new Line(line, cursor, words, word);
    }

    private record Line(String line, int cursor, List<String> words, Words.Word current)
            implements CompletingParsedLine {

        @Override
        public String word() {
            return current.text();
        }

        @Override
        public int wordCursor() {
            return current.text().length();
        }

        @Override
        public int wordIndex() {
            return words.size() - 1;
        }

        /** What JLine takes away again, before it writes what was chosen: for the word as it is, what stands in the line. */
        @Override
        public CharSequence escape(CharSequence candidate, boolean complete) {
            if (!complete && candidate.toString().equals(current.text())) {
                return line.substring(current.from(), cursor);
            }
            return candidate.toString().equals("!") ? candidate : Words.quoted(candidate.toString());
        }

        @Override
        public int rawWordCursor() {
            return cursor - current.from();
        }

        @Override
        public int rawWordLength() {
            return cursor - current.from();
        }
    }
}
