// SPDX-License-Identifier: Apache-2.0
package io.photon.store.file;

import java.util.List;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Where things are in one segment. Derived from it, so it can always be made again. Stream names are given in their
 * escaped form, as they stand in a canonical line.
 */
interface SegmentIndex {

    /** How many groups the segment has. */
    int groups();

    /** The file offset of a group's header. */
    long groupOffset(int group);

    /** The last order-id of a group. */
    long groupLast(int group);

    /** How many records the segment has. */
    int events();

    /** How many of them are not above the order-id. */
    int eventsUpTo(long orderId);

    /** The events of a stream in this segment, or null. */
    @Nullable Postings stream(byte[] name, long hash);

    /** The streams of this moment in name order. */
    StreamList streams();

    /** The lowest event-time of its records; above {@link #highestTime} without records. */
    long lowestTime();

    /** The highest event-time of its records. */
    long highestTime();

    /** Something was wrong with it, or with a file mapped nearby: everything is checked again before it is used. */
    default void distrust() {}

    /** Places whose records are not in this index, because they could not be read when it was made. */
    List<Damage> blindSpots();

    /** File offsets of records whose local-id may have this hash, rising. */
    long[] localIds(long hash);

    /** How many records have a local-id. */
    int localIdCount();

    /** The hash of each record's local-id, in no particular order. */
    void eachLocalIdHash(LongConsumer visitor);

    /** The first group that holds an order-id above the given one; {@link #groups()} if none. */
    default int firstGroupAbove(long orderId) {
        int low = 0;
        int high = groups();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (groupLast(middle) > orderId) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    /** Streams in the order of their names' bytes, see {@link EscapedNames}. Does not change. */
    interface StreamList {

        int size();

        /** The n-th name, as it stands in a line. */
        byte[] name(int n);

        Postings postings(int n);

        /** The first stream whose name is not below; {@link #size()} if none. */
        default int firstAtOrAbove(byte[] name) {
            int low = 0;
            int high = size();
            while (low < high) {
                int middle = (low + high) >>> 1;
                if (EscapedNames.compare(name(middle), name) >= 0) {
                    high = middle;
                } else {
                    low = middle + 1;
                }
            }
            return low;
        }
    }

    /** One stream's events in one segment, in order. */
    interface Postings {

        int size();

        long orderId(int n);

        /** The file offset of the record. */
        long offset(int n);

        /** The first posting above an order-id; {@link #size()} if none. */
        default int firstAbove(long orderId) {
            int low = 0;
            int high = size();
            while (low < high) {
                int middle = (low + high) >>> 1;
                if (orderId(middle) > orderId) {
                    high = middle;
                } else {
                    low = middle + 1;
                }
            }
            return low;
        }
    }
}
