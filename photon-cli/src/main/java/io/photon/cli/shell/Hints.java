// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.shell;

import java.util.function.Function;
import org.jline.reader.LineReader;
import org.jline.reader.impl.DefaultHighlighter;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;

/** Shows after the cursor, in grey, what the next argument is; it is no part of the line. */
final class Hints extends DefaultHighlighter {

    private static final int LEAST = 12;

    private final Function<String, String> hint;
    private final int promptWidth;
    private boolean on = true;

    /** @param hint of what is written before the cursor @param promptWidth columns that the line does not have */
    Hints(Function<String, String> hint, int promptWidth) {
        this.hint = hint;
        this.promptWidth = promptWidth;
    }

    /** Whether they are shown: not in a line that is done. */
    void show(boolean shown) {
        on = shown;
    }

    @Override
    public AttributedString highlight(LineReader reader, String buffer) {
        AttributedString line = super.highlight(reader, buffer);
        boolean next =
                buffer.endsWith(" ") && reader.getBuffer().cursor() == buffer.length() && buffer.indexOf('\n') < 0;
        if (!on || !next) {
            return line;
        }
        int room = reader.getTerminal().getColumns() - promptWidth - line.columnLength() - 1;
        String text = room < LEAST ? "" : hint.apply(buffer);
        if (text.isEmpty()) {
            return line;
        }
        AttributedString remark = new AttributedString(text, AttributedStyle.DEFAULT.faint());
        return new AttributedStringBuilder()
                .append(line)
                .append(remark.columnSubSequence(0, room))
                .toAttributedString();
    }
}
