// SPDX-License-Identifier: Apache-2.0
package io.photon.store.file;

import io.photon.store.StoreException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads again when what stood in the way of a read has changed, and only then: a segment was replaced or healed, an
 * index made again. A read that would meet the same thing again fails and names it. Thread-safe.
 */
final class Attempts {

    private static final Logger LOG = LoggerFactory.getLogger(Attempts.class);

    /** Far more than a read meets; each one has a cause that is gone. */
    private static final int MAX_CHANGES = 1_000;

    /** A file that is cut again and again while it is read is no longer believed to become whole. */
    private static final int MAX_CUTS = 10;

    private Attempts() {}

    /** @param current what is to be read, asked for anew at each attempt */
    static <T> T reading(Supplier<LogFiles.View> current, LogFiles.Reading<T> reading) throws StoreException {
        CheckedBytes.readBegins();
        int truncations = 0;
        PageReader.Retired last = null;
        for (int attempt = 0; attempt < MAX_CHANGES; attempt++) {
            LogFiles.View view = current.get();
            long before = Segment.changesOfAny();
            try {
                try {
                    return reading.read(view);
                } catch (PageReader.Retired e) {
                    last = e;
                    if (current.get() == view && Segment.changesOfAny() == before) {
                        throw e.unchanged();
                    }
                } catch (CheckedBytes.Unsound e) {
                    for (Segment segment : view.segments()) {
                        segment.indexFailed(e);
                    }
                }
            } catch (InternalError e) { // how Java tells, some time later, that a mapped file was cut
                if (++truncations > MAX_CUTS) {
                    throw e;
                }
                LOG.debug("an index was cut while it was read: {}", e.getMessage());
                for (Segment segment : view.segments()) {
                    segment.distrustIndex();
                }
            }
        }
        throw last != null
                ? last.unchanged()
                : new StoreException(StoreException.Kind.DAMAGED, "indexes are damaged as fast as they are made again");
    }
}
