// SPDX-License-Identifier: Apache-2.0
package io.photon.store.slots;

import io.photon.event.Event;
import io.photon.store.StoreException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/** Writes content in parts as it comes. For one thread at a time. */
final class ContentWriter {

    /** Parts announced at a time. */
    private static final int ANNOUNCED = 32;

    private final Uploads parts;
    private final long slot;
    private final UUID id = UUID.randomUUID();
    private final MessageDigest digest = SlotLines.sha256();
    private final byte[] part;
    private int filled;
    private int written;
    private boolean isAnnounced;
    private long bytes;

    /** @param slot that is to name the parts, where that is known */
    ContentWriter(Uploads parts, long slot) {
        this.parts = parts;
        this.slot = slot;
        this.part = new byte[parts.sizes().part()];
    }

    void add(List<Event> events) throws StoreException {
        for (Event event : events) {
            add(event.array(), event.offset(), event.length());
            add(new byte[] {'\n'}, 0, 1);
        }
    }

    private void add(byte[] array, int offset, int length) throws StoreException {
        digest.update(array, offset, length);
        bytes += length;
        int done = 0;
        while (done < length) {
            int some = Math.min(length - done, part.length - filled);
            System.arraycopy(array, offset + done, part, filled, some);
            filled += some;
            done += some;
            if (filled == part.length) {
                flush();
            }
        }
    }

    private void flush() throws StoreException {
        if (written % ANNOUNCED == 0) {
            isAnnounced = true;
            parts.announce(id, written + ANNOUNCED, slot);
        }
        parts.put(id, written, Arrays.copyOf(part, filled));
        written++;
        filled = 0;
    }

    /** Nothing more comes. */
    Slot.Content end() throws StoreException {
        if (filled > 0) {
            flush();
        }
        return new Slot.Content(digest.digest(), bytes, null, id, written);
    }

    /** It is not wanted. */
    void drop() {
        if (isAnnounced) { // with the part that was on its way
            parts.drop(id, written + 1);
        }
    }
}
