// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.output;

import io.photon.client.ByteSink;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;

/**
 * Well-formed JSON, laid out for people while it arrives: two blanks a level, names, texts and numbers in colours, each
 * value on lines of its own. Nothing in it can harm a terminal, and it stays JSON: what could is written as an escape.
 */
public final class PrettyJson implements ByteSink {

    /** What a piece of a line is. */
    public enum Part {
        /** Brackets, colons, commas and what stands before a line. */
        LAYOUT,
        NAME,
        TEXT,
        NUMBER,
        /** true, false and null. */
        WORD
    }

    /** Where the lines go. */
    public interface Lines {

        /** The next piece of the line. */
        void piece(String text, Part part);

        /** The line ends. */
        void end();
    }

    private static final int DEEPEST_INDENT = 40;

    private final Lines lines;
    private final Runnable flush;
    private final String indent;
    /** Layout that waits for what comes next. */
    private final StringBuilder layout = new StringBuilder(80);

    private final ByteArrayOutputStream token = new ByteArrayOutputStream(64);
    private final BitSet objects = new BitSet();
    private int depth;
    private boolean fresh;
    private boolean name;
    private boolean inString;
    private boolean escaped;
    private boolean begun;

    public PrettyJson(DataOut out, Paint paint) {
        this(out, paint, "");
    }

    /** @param indent stands before each line but the first one */
    PrettyJson(DataOut out, Paint paint, String indent) {
        this(new Painted(out, paint), out::flush, indent);
    }

    private PrettyJson(Lines lines, Runnable flush, String indent) {
        this.lines = lines;
        this.flush = flush;
        this.indent = indent;
    }

    /** Lays out one value that is all there. */
    public static void layOut(byte[] json, Lines lines) {
        new PrettyJson(lines, () -> {}, "").whole(json);
    }

    /** Lines for a terminal. */
    private record Painted(DataOut out, Paint paint, StringBuilder line) implements Lines {

        Painted(DataOut out, Paint paint) {
            this(out, paint, new StringBuilder(120));
        }

        @Override
        public void piece(String text, Part part) {
            line.append(
                    switch (part) {
                        case LAYOUT -> text;
                        case NAME -> paint.cyan(text);
                        case TEXT -> paint.green(text);
                        case NUMBER -> paint.yellow(text);
                        case WORD -> paint.magenta(text);
                    });
        }

        @Override
        public void end() {
            out.line(line.toString());
            line.setLength(0);
        }
    }

    /** Shows one value that is all there. */
    public static void show(byte[] json, DataOut out, Paint paint) {
        new PrettyJson(out, paint).whole(json);
    }

    private void whole(byte[] json) {
        write(json, 0, json.length);
        end();
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        for (int i = offset; i < offset + length; i++) {
            step(bytes[i]);
        }
    }

    private void step(byte b) {
        if (inString) {
            token.write(b);
            inString = escaped || b != '"';
            escaped = !escaped && b == '\\';
            if (!inString) {
                endOfToken();
            }
            return;
        }
        switch (b) {
            case '"' -> {
                begin();
                token.write(b);
                inString = true;
            }
            case '{', '[' -> {
                begin();
                layout.append((char) b);
                objects.set(depth++, b == '{');
                fresh = true;
                name = b == '{';
            }
            case '}', ']' -> {
                endOfToken();
                depth = Math.max(0, depth - 1);
                if (!fresh) {
                    newLine();
                }
                fresh = false;
                layout.append((char) b);
                endOfValue();
            }
            case ',' -> {
                endOfToken();
                layout.append(',');
                newLine();
                name = depth > 0 && objects.get(depth - 1);
            }
            case ':' -> {
                layout.append(": ");
                name = false;
            }
            case ' ', '\t', '\n', '\r' -> endOfToken(); // the layout is ours
            default -> {
                if (token.size() == 0) {
                    begin();
                }
                token.write(b);
            }
        }
    }

    private void begin() {
        if (fresh) {
            newLine();
            fresh = false;
        }
    }

    private void endOfToken() {
        if (token.size() == 0) {
            return;
        }
        String text = TerminalSafe.text(token.toString(StandardCharsets.UTF_8));
        token.reset();
        endOfLayout();
        lines.piece(text, part(text.charAt(0)));
        begun = true;
        endOfValue();
    }

    private Part part(char first) {
        if (first == '"') {
            return name ? Part.NAME : Part.TEXT;
        }
        return first == '-' || first >= '0' && first <= '9' ? Part.NUMBER : Part.WORD;
    }

    private void endOfLayout() {
        if (layout.length() > 0) {
            lines.piece(layout.toString(), Part.LAYOUT);
            layout.setLength(0);
            begun = true;
        }
    }

    private void endOfLine() {
        endOfLayout();
        lines.end();
        begun = false;
    }

    private void endOfValue() {
        if (depth == 0) {
            endOfLine();
        }
    }

    private void newLine() {
        endOfLine();
        layout.append(indent).append("  ".repeat(Math.min(depth, DEEPEST_INDENT)));
    }

    @Override
    public void pause() {
        flush.run();
    }

    /** Nothing more comes: shows a last value of which only its end can tell that it is whole, and what was broken off. */
    public void end() {
        inString = false;
        endOfToken();
        if (begun || layout.length() > 0) {
            endOfLine();
        }
    }
}
