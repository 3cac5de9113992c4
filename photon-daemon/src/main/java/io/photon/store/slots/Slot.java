// SPDX-License-Identifier: Apache-2.0
package io.photon.store.slots;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One place of the log, which is written once: a batch of events, or none when it only says that a writer has begun.
 *
 * @param number from 0, without gaps
 * @param writer the opened store that has written it
 * @param epoch of the writer's fence
 * @param first the lowest order-id; of a slot without events that of {@code last}
 * @param last the highest order-id in the log up to here
 * @param count how many events were in it at first; what is deleted is not there any more
 * @param revision rises with each writing of other content, from 0
 * @param content its events
 */
public record Slot(
        long number, UUID writer, long epoch, long first, long last, int count, int revision, Content content) {

    /**
     * Events as lines, each ended by a line feed.
     *
     * @param sha256 of all bytes
     * @param bytes how many
     * @param chunk the bytes; null when they are in parts
     * @param parts name of the parts; null when they are in the chunk
     */
    public record Content(
            byte[] sha256,
            long bytes,
            byte @Nullable [] chunk,
            @Nullable UUID parts,
            int partCount) {}

    boolean isEmpty() {
        return content.bytes() == 0;
    }

    /** Whether it is what another was when it was put in its place; its content may be another now. */
    boolean isSame(Slot other) {
        return number == other.number
                && writer.equals(other.writer)
                && epoch == other.epoch
                && first == other.first
                && last == other.last
                && count == other.count;
    }

    /** The same content in another place. */
    Slot at(long place) {
        return new Slot(place, writer, epoch, first, last, count, revision, content);
    }

    /** For messages. */
    public String place() {
        return "slot " + number + " (order-ids " + first + " to " + last + ")";
    }
}
