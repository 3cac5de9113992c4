// SPDX-License-Identifier: Apache-2.0
package io.photon.backup;

import io.photon.event.Event;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Events on disk that are not part of the store: first all are added, then they can be read as often as needed, in order.
 * Not thread-safe.
 */
final class EventSpool {

    private static final int BUFFER_BYTES = 256 * 1024;

    private final Path folder;
    private @Nullable FileChannel file;
    private @Nullable DataOutputStream out;
    private long events;
    private boolean closed;

    /** @param folder where the file is put, once it is needed */
    EventSpool(Path folder) {
        this.folder = folder;
    }

    void add(Event event) throws IOException {
        if (file == null) {
            file = ScratchFile.open(folder);
            out = new DataOutputStream(new BufferedOutputStream(Channels.newOutputStream(file), BUFFER_BYTES));
        }
        out().writeInt(event.length());
        out().write(event.array(), event.offset(), event.length());
        events++;
    }

    long events() {
        return events;
    }

    /** Reads from the first event on; nothing is added any more, and an earlier reading ends. */
    Reading read() throws IOException {
        if (file == null) {
            return () -> null;
        }
        out().flush();
        file.position(0);
        DataInputStream in = new DataInputStream(new BufferedInputStream(Channels.newInputStream(file), BUFFER_BYTES));
        long[] left = {events};
        return () -> {
            if (left[0]-- <= 0) {
                return null;
            }
            byte[] line = new byte[in.readInt()];
            in.readFully(line);
            return Event.ofLine(line);
        };
    }

    /** One pass over the events. */
    interface Reading {
        /** The next event, null after the last one. */
        @Nullable Event next() throws IOException;
    }

    /** Forgets the events. Idempotent. @param then runs once, whatever happens */
    void close(Runnable then) {
        if (closed) {
            return;
        }
        closed = true;
        try {
            if (file != null) {
                file.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("a temporary file could not be closed", e);
        } finally {
            then.run();
        }
    }

    private DataOutputStream out() {
        return Objects.requireNonNull(out);
    }
}
