package io.photon.cli.output;

import io.photon.client.ByteSink;
import io.photon.codec.JsonFields;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.LongConsumer;

/**
 * Leaves out the lines by which a quiet live replay shows that it lives: empty ones, and {@code {"position":N}}, which
 * also says how far it is. Takes whole lines.
 */
public final class Heartbeats implements ByteSink {

    private static final byte[] POSITION = "{\"position\":".getBytes(StandardCharsets.US_ASCII);

    private final ByteSink next;
    private final LongConsumer positions;

    /** @param positions hears up to which order-id everything was delivered, after it was passed on */
    public Heartbeats(ByteSink next, LongConsumer positions) {
        this.next = next;
        this.positions = positions;
    }

    @Override
    public void write(byte[] lines, int offset, int length) {
        int end = offset + length;
        int from = offset;
        int start = offset;
        for (int i = offset; i < end; i++) {
            if (lines[i] != '\n') {
                continue;
            }
            boolean told = isPosition(lines, start, i);
            if (i == start || told) {
                pass(lines, from, start);
                from = i + 1;
            }
            if (told) {
                positions.accept(JsonFields.number(Arrays.copyOfRange(lines, start, i), "position"));
            }
            start = i + 1;
        }
        pass(lines, from, end);
    }

    private static boolean isPosition(byte[] lines, int from, int to) {
        return to - from > POSITION.length
                && Arrays.equals(lines, from, from + POSITION.length, POSITION, 0, POSITION.length);
    }

    private void pass(byte[] lines, int from, int to) {
        if (to > from) {
            next.write(lines, from, to - from);
        }
    }

    @Override
    public void pause() {
        next.pause();
    }
}
