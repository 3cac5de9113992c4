// SPDX-License-Identifier: Apache-2.0
package io.photon.bench;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.LongFunction;

/**
 * Streams events into {@code /api/events} as NDJSON, one request, one answer at the end. The lines are written to a file
 * before the clock starts: what is measured is the daemon, not the making of lines.
 */
final class NdjsonStream {

    private static final int CHUNK_BYTES = 256 * 1024;

    private NdjsonStream() {}

    /** @return seconds until the answer, which comes when all events are durable */
    static double send(Daemon daemon, long events, LongFunction<byte[]> event) throws IOException {
        Path lines = Files.createTempFile("photon-bench", ".ndjson");
        try (Http http = daemon.connect()) {
            write(lines, events, event);
            byte[] chunk = new byte[CHUNK_BYTES];
            try (InputStream in = Files.newInputStream(lines)) {
                long start = System.nanoTime();
                http.beginPost("/api/events?ack=summary", "application/x-ndjson");
                for (int read = in.read(chunk); read > 0; read = in.read(chunk)) {
                    http.chunk(chunk, read);
                }
                http.endChunks().orThrow("the stream of events");
                return (System.nanoTime() - start) / 1e9;
            }
        } finally {
            Files.delete(lines);
        }
    }

    /** Forced, so that nothing of it is left to write while the daemon is timed. */
    private static void write(Path lines, long events, LongFunction<byte[]> event) throws IOException {
        try (FileChannel file = FileChannel.open(lines, StandardOpenOption.WRITE)) {
            OutputStream out = new BufferedOutputStream(Channels.newOutputStream(file), 1 << 20);
            for (long n = 0; n < events; n++) {
                out.write(event.apply(n));
                out.write('\n');
            }
            out.flush();
            file.force(true);
        }
    }
}
