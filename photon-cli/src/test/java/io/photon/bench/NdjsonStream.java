package io.photon.bench;

import java.io.IOException;
import java.util.function.LongFunction;

/** Streams events into {@code /api/events} as NDJSON, one request, one answer at the end. */
final class NdjsonStream {

    private static final int CHUNK_BYTES = 256 * 1024;

    private NdjsonStream() {}

    /** @return seconds until the answer, which comes when all events are durable */
    static double send(Daemon daemon, long events, LongFunction<byte[]> event) throws IOException {
        try (Http http = daemon.connect()) {
            byte[] chunk = new byte[CHUNK_BYTES + 4_096];
            int size = 0;
            long start = System.nanoTime();
            http.beginPost("/api/events?ack=summary", "application/x-ndjson");
            for (long n = 0; n < events; n++) {
                byte[] line = event.apply(n);
                System.arraycopy(line, 0, chunk, size, line.length);
                size += line.length;
                chunk[size++] = '\n';
                if (size >= CHUNK_BYTES || n == events - 1) {
                    http.chunk(chunk, size);
                    size = 0;
                }
            }
            http.endChunks().orThrow("the stream of events");
            return (System.nanoTime() - start) / 1e9;
        }
    }
}
