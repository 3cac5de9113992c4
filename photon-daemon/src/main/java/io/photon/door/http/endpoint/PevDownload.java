// SPDX-License-Identifier: Apache-2.0
package io.photon.door.http.endpoint;

import io.photon.api.Download;
import io.photon.edn.JsonToEdn;
import io.photon.result.Result;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;

/** Lines of JSON as gzip of one EDN map a line. For one thread at a time. */
final class PevDownload implements Download {

    private static final int BUFFER_BYTES = 8 * 1024;
    /** What gzip writes at once; alone it is no chunk, as a failure of the first page has a status of its own. */
    private static final int HEAD_BYTES = 10;

    private final Download lines;
    private final JsonToEdn edn = new JsonToEdn();
    private final ByteArrayOutputStream packed = new ByteArrayOutputStream();
    private final GZIPOutputStream gzip;
    private boolean ended;

    /** @param lines closed with it, and when it cannot be made */
    static PevDownload of(Download lines) {
        PevDownload made = null;
        try {
            made = new PevDownload(lines);
            return made;
        } finally {
            if (made == null) { // there may be no memory for its buffers
                lines.close();
            }
        }
    }

    private PevDownload(Download lines) {
        this.lines = lines;
        try {
            gzip = new GZIPOutputStream(packed, BUFFER_BYTES);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Result<Optional<byte[]>> next() {
        try {
            while (packed.size() <= HEAD_BYTES && !ended) {
                Result<Optional<byte[]>> next = lines.next();
                if (!next.isOk()) {
                    return next;
                }
                if (next.value().isPresent()) {
                    byte[] json = next.value().get();
                    gzip.write(edn.next(json, 0, json.length));
                } else {
                    gzip.finish();
                    ended = true;
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("gzip in memory does not fail", e);
        }
        byte[] chunk = packed.toByteArray();
        packed.reset();
        return Result.ok(chunk.length == 0 ? Optional.empty() : Optional.of(chunk));
    }

    @Override
    public void close() {
        try (lines) {
            gzip.close(); // frees what it holds outside the heap
        } catch (IOException e) {
            throw new UncheckedIOException("gzip in memory does not fail", e);
        }
    }
}
