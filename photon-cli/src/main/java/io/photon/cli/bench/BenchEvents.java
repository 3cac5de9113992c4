// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.bench;

import io.photon.codec.JsonFields;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;

/**
 * Events of exactly one size. Each holds the time at which it was meant to leave, and letters and digits that hardly
 * compress, for a real payload is no row of spaces. For one thread.
 */
final class BenchEvents {

    /** Stream, type and time alone take so much. */
    static final int MIN_BYTES = 160;

    /** Larger ones are refused by daemons with usual settings. */
    static final int MAX_BYTES = 8 << 20;

    /** The time that an event has which is sent to see whether readers are there. */
    static final long PROBE = 0;

    private static final String FILLER = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-_";
    private static final String NO_TIME = "0000000000000000000";
    private static final byte[] BEFORE_TIME = "\"at\":\"".getBytes(StandardCharsets.US_ASCII);

    private final byte[] event;
    private final int timeAt;

    /** @param sizeBytes {@link #MIN_BYTES} or more */
    BenchEvents(String stream, int sizeBytes, long seed) {
        this(stream, sizeBytes, "at", seed);
    }

    /** The same. @param name of the field that holds the time, of two letters, or {@code key} for another number */
    BenchEvents(String stream, int sizeBytes, String name, long seed) {
        String start = "{\"stream-name\":" + JsonFields.quote(stream) + ",\"event-type\":\"Bench\",\"payload\":{\""
                + name + "\":\"" + NO_TIME + "\",\"text\":\"";
        String end = "\"}}";
        Random random = new Random(seed);
        StringBuilder text = new StringBuilder(sizeBytes).append(start);
        while (text.length() < sizeBytes - end.length()) {
            text.append(FILLER.charAt(random.nextInt(FILLER.length())));
        }
        this.event = text.append(end).toString().getBytes(StandardCharsets.US_ASCII);
        this.timeAt = start.indexOf(NO_TIME);
    }

    /** One event. @param at a time, 0 or more */
    byte[] next(long at) {
        byte[] copy = event.clone();
        put(at, copy, timeAt);
        return copy;
    }

    /** As lines. */
    byte[] lines(long at, int count) {
        byte[] lines = new byte[count * (event.length + 1)];
        for (int i = 0; i < count; i++) {
            int from = i * (event.length + 1);
            System.arraycopy(event, 0, lines, from, event.length);
            put(at, lines, from + timeAt);
            lines[from + event.length] = '\n';
        }
        return lines;
    }

    /** As many as wanted, as a stream of lines that is made while it is read. */
    InputStream stream(long count) {
        byte[] line = lines(PROBE, 1);
        return new InputStream() {
            private long left = count * line.length;

            @Override
            public int read() {
                return left == 0 ? -1 : line[(int) (line.length - 1 - (left-- - 1) % line.length)];
            }

            @Override
            public int read(byte[] into, int offset, int length) {
                if (left == 0) {
                    return -1;
                }
                int done = 0;
                while (done < length && left > 0) {
                    int at = (int) ((line.length - left % line.length) % line.length);
                    int n = (int) Math.min(Math.min(length - done, line.length - at), left);
                    System.arraycopy(line, at, into, offset + done, n);
                    done += n;
                    left -= n;
                }
                return done;
            }
        };
    }

    /** How a number stands in an event. */
    static String shown(long at) {
        byte[] digits = new byte[NO_TIME.length()];
        put(at, digits, 0);
        return new String(digits, StandardCharsets.US_ASCII);
    }

    private static void put(long at, byte[] into, int place) {
        long rest = at;
        for (int i = NO_TIME.length() - 1; i >= 0; i--) {
            into[place + i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
    }

    /** The time in a line that holds such an event, -1 when it is another line. */
    static long time(byte[] bytes, int from, int to) {
        int last = to - BEFORE_TIME.length - NO_TIME.length();
        for (int i = from; i <= last; i++) {
            if (bytes[i] == '"' && isAt(bytes, i)) {
                long time = 0;
                for (int k = 0; k < NO_TIME.length(); k++) {
                    time = time * 10 + bytes[i + BEFORE_TIME.length + k] - '0';
                }
                return time;
            }
        }
        return -1;
    }

    private static boolean isAt(byte[] bytes, int from) {
        for (int k = 0; k < BEFORE_TIME.length; k++) {
            if (bytes[from + k] != BEFORE_TIME[k]) {
                return false;
            }
        }
        return true;
    }
}
