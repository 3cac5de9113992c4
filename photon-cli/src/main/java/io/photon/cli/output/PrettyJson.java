package io.photon.cli.output;

import io.photon.client.ByteSink;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;

/**
 * Well-formed JSON, laid out for people while it arrives: two blanks a level, names, texts and numbers in colours, each
 * value on lines of its own. Nothing in it can harm a terminal, and it stays JSON: what could is written as an escape.
 */
final class PrettyJson implements ByteSink {

    private static final int DEEPEST_INDENT = 40;

    private final DataOut out;
    private final Paint paint;
    private final String indent;
    private final StringBuilder line = new StringBuilder(120);
    private final ByteArrayOutputStream token = new ByteArrayOutputStream(64);
    private final BitSet objects = new BitSet();
    private int depth;
    private boolean fresh;
    private boolean name;
    private boolean inString;
    private boolean escaped;

    PrettyJson(DataOut out, Paint paint) {
        this(out, paint, "");
    }

    /** @param indent stands before each line but the first one */
    PrettyJson(DataOut out, Paint paint, String indent) {
        this.out = out;
        this.paint = paint;
        this.indent = indent;
    }

    /** Shows one value that is all there. */
    static void show(byte[] json, DataOut out, Paint paint) {
        PrettyJson pretty = new PrettyJson(out, paint);
        pretty.write(json, 0, json.length);
        pretty.end();
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
                line.append((char) b);
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
                line.append((char) b);
                endOfValue();
            }
            case ',' -> {
                endOfToken();
                line.append(',');
                newLine();
                name = depth > 0 && objects.get(depth - 1);
            }
            case ':' -> {
                line.append(": ");
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
        String text = Harmless.text(token.toString(StandardCharsets.UTF_8));
        token.reset();
        line.append(styled(text));
        endOfValue();
    }

    private String styled(String text) {
        char first = text.charAt(0);
        if (first == '"') {
            return name ? paint.cyan(text) : paint.green(text);
        }
        return first == '-' || first >= '0' && first <= '9' ? paint.yellow(text) : paint.magenta(text);
    }

    private void endOfValue() {
        if (depth == 0) {
            out.line(line.toString());
            line.setLength(0);
        }
    }

    private void newLine() {
        out.line(line.toString());
        line.setLength(0);
        line.append(indent).append("  ".repeat(Math.min(depth, DEEPEST_INDENT)));
    }

    @Override
    public void pause() {
        out.flush();
    }

    /** Nothing more comes: shows a last value of which only its end can tell that it is whole, and what was broken off. */
    void end() {
        inString = false;
        endOfToken();
        if (line.length() > 0) {
            out.line(line.toString());
            line.setLength(0);
        }
    }
}
