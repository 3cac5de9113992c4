// SPDX-License-Identifier: Apache-2.0
package io.photon.backup;

import io.photon.core.Fingerprint;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Remembers which events a restore has staged, so that a later backup of the same chain can be compared with them: 24
 * bytes an event, in a file without a name that goes with the process. Order-ids rise. Not thread-safe.
 */
final class StagedTrail implements AutoCloseable {

    private static final int RECORD = 24;
    private static final int BUFFER = RECORD * 4_096;

    private final Path folder;
    private final ByteBuffer unwritten = ByteBuffer.allocate(BUFFER);
    private final ByteBuffer page = ByteBuffer.allocate(BUFFER).limit(0);
    private @Nullable FileChannel file;
    private long written;
    private long pageFrom;

    /** @param folder where the file is put, once it is needed */
    StagedTrail(Path folder) {
        this.folder = folder;
    }

    void add(long orderId, Fingerprint fingerprint) throws IOException {
        if (!unwritten.hasRemaining()) {
            flush();
        }
        unwritten.putLong(orderId).putLong(fingerprint.high()).putLong(fingerprint.low());
    }

    /** The fingerprint staged under an order-id, or null. Asked in rising order it reads the file once. */
    @Nullable Fingerprint at(long orderId) throws IOException {
        long records = (written + unwritten.position()) / RECORD;
        long low = 0;
        long high = records;
        long near = pageFrom / RECORD; // the page read last is the likeliest
        if (page.limit() > 0 && orderIdOf(near) <= orderId) {
            low = near;
            long end = Math.min(records, near + page.limit() / RECORD);
            high = end == records || orderIdOf(end - 1) >= orderId ? end : records;
        }
        while (low < high) {
            long middle = (low + high) >>> 1;
            long found = orderIdOf(middle);
            if (found == orderId) {
                ByteBuffer record = record(middle);
                return new Fingerprint(record.getLong(record.position() + 8), record.getLong(record.position() + 16));
            }
            if (found < orderId) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return null;
    }

    private long orderIdOf(long index) throws IOException {
        ByteBuffer record = record(index);
        return record.getLong(record.position());
    }

    /** A buffer positioned at a record. */
    private ByteBuffer record(long index) throws IOException {
        long at = index * RECORD;
        if (at >= written) {
            return unwritten.duplicate().position((int) (at - written));
        }
        if (at < pageFrom || at >= pageFrom + page.limit()) {
            pageFrom = at;
            page.clear();
            while (page.hasRemaining()) {
                int n = file().read(page, pageFrom + page.position());
                if (n < 0) {
                    break;
                }
            }
            page.flip();
        }
        return page.duplicate().position((int) (at - pageFrom));
    }

    private void flush() throws IOException {
        if (file == null) {
            file = ScratchFile.open(folder);
        }
        unwritten.flip();
        while (unwritten.hasRemaining()) {
            written += file.write(unwritten, written);
        }
        unwritten.clear();
    }

    @Override
    public void close() throws IOException {
        if (file != null) {
            file.close();
        }
    }

    private FileChannel file() {
        return Objects.requireNonNull(file);
    }
}
