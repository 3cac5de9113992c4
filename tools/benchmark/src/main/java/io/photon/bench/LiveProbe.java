// SPDX-License-Identifier: Apache-2.0
package io.photon.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/** One event every millisecond with the time of its sending in it, and a reader who looks at that time. */
final class LiveProbe {

    private static final long EVERY_NANOS = 1_000_000;
    private static final int WARM_UP = 1_000;
    private static final String MARK = "\"sent\":";
    private static final String LAST = "\"last\":true";

    /** The next bytes of the reader's answer; they hold whole events. */
    interface Source {
        byte[] next() throws IOException;
    }

    /** Sends an event and waits for the answer. */
    interface Sink {
        void send(String event) throws IOException;
    }

    private long[] latencies = new long[1 << 14];
    private int read;

    /** @return microseconds from sending to reading, sorted, without the first second's */
    long[] run(double seconds, Source source, Sink sink) throws IOException {
        AtomicReference<IOException> failed = new AtomicReference<>();
        Thread reader = new Thread(() -> readAll(source, failed), "live-reader");
        reader.setDaemon(true);
        reader.start();
        int events = WARM_UP + (int) (seconds * 1e9 / EVERY_NANOS);
        long due = System.nanoTime();
        for (int i = 0; i < events && failed.get() == null; i++) {
            while (System.nanoTime() < due) {
                LockSupport.parkNanos(due - System.nanoTime());
            }
            sink.send(event(System.nanoTime(), i == events - 1));
            due += EVERY_NANOS;
        }
        try {
            reader.join(60_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
        if (failed.get() != null) {
            throw failed.get();
        }
        if (reader.isAlive() || read < events) {
            throw new IOException(read + " of " + events + " live events came");
        }
        long[] counted = Arrays.copyOfRange(latencies, WARM_UP, read);
        Arrays.sort(counted);
        return counted;
    }

    private static String event(long now, boolean last) {
        String start = "{\"stream-name\":\"live\",\"event-type\":\"Measured\",\"payload\":{" + MARK + now + ","
                + (last ? LAST + "," : "") + "\"note\":\"";
        return start + "x".repeat(Events.BYTES - start.length() - 3) + "\"}}";
    }

    private void readAll(Source source, AtomicReference<IOException> failed) {
        try {
            boolean more = true;
            while (more) {
                String text = new String(source.next(), StandardCharsets.ISO_8859_1);
                long now = System.nanoTime();
                for (int at = text.indexOf(MARK); at >= 0; at = text.indexOf(MARK, at + 1)) {
                    int end = text.indexOf(',', at);
                    note((now - Long.parseLong(text.substring(at + MARK.length(), end))) / 1_000);
                }
                more = !text.contains(LAST);
            }
        } catch (IOException e) {
            failed.set(e);
        }
    }

    private void note(long micros) {
        if (read == latencies.length) {
            latencies = Arrays.copyOf(latencies, 2 * read);
        }
        latencies[read++] = micros;
    }
}
