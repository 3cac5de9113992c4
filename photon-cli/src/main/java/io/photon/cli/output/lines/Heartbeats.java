// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.output.lines;

import io.photon.client.ByteSink;
import io.photon.codec.JsonFields;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Leaves out the lines by which a quiet live replay shows that it lives: empty ones, and {@code {"position":N}}, which
 * also says how far it is. Takes whole lines.
 */
public final class Heartbeats extends LineFilter {

    private static final byte[] POSITION = "{\"position\":".getBytes(StandardCharsets.US_ASCII);

    private static final Runnable NOTHING = () -> {};

    private final LongConsumer positions;

    /** @param positions hears up to which order-id everything was delivered, after it was passed on */
    public Heartbeats(ByteSink next, LongConsumer positions) {
        super(next);
        this.positions = positions;
    }

    @Override
    @Nullable Runnable leftOut(byte[] lines, int from, int to) {
        if (from == to) {
            return NOTHING;
        }
        return isPosition(lines, from, to)
                ? () -> positions.accept(JsonFields.number(Arrays.copyOfRange(lines, from, to), "position"))
                : null;
    }

    private static boolean isPosition(byte[] lines, int from, int to) {
        return to - from > POSITION.length
                && Arrays.equals(lines, from, from + POSITION.length, POSITION, 0, POSITION.length);
    }
}
