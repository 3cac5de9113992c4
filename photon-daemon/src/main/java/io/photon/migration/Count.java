// SPDX-License-Identifier: Apache-2.0
package io.photon.migration;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/** What was counted of one stream so far. Not thread-safe. */
final class Count {

    private long events;
    private long first;
    private long last;
    private Sum sum = new Sum();
    /** Of what was counted in an earlier part everything up to here is deleted; 0 for nothing. */
    private long deletedUpTo;
    /** Whether a deletion has taken some of the events counted, and it is not known which. */
    private boolean isDoubtful;

    void add(long orderId, byte[] digest) {
        first = events++ == 0 ? orderId : first;
        last = orderId;
        sum.add(digest);
    }

    /** Everything up to a position is gone. */
    void delete(long upTo) {
        deletedUpTo = Math.max(deletedUpTo, upTo);
        forget(upTo);
    }

    private void forget(long upTo) {
        if (events > 0 && last <= upTo) {
            events = 0;
            sum = new Sum();
            isDoubtful = false;
        } else if (events > 0 && first <= upTo) {
            isDoubtful = true;
        }
    }

    /** Adds what a later part counted of the same stream. */
    void addLater(Count later) {
        forget(later.deletedUpTo);
        deletedUpTo = Math.max(deletedUpTo, later.deletedUpTo);
        if (later.events > 0) {
            first = events == 0 ? later.first : first;
            last = later.last;
            events += later.events;
            sum.add(later.sum);
            isDoubtful |= later.isDoubtful;
        }
    }

    boolean isEmpty() {
        return events == 0;
    }

    boolean isDoubtful() {
        return isDoubtful;
    }

    Sum sum() {
        return sum;
    }

    StreamProof of(String stream) {
        return new StreamProof(stream, events, first, last, sum.toString());
    }

    void write(DataOutputStream out) throws IOException {
        out.writeLong(events);
        out.writeLong(first);
        out.writeLong(last);
        out.write(sum.bytes());
        out.writeLong(deletedUpTo);
        out.writeBoolean(isDoubtful);
    }

    static Count read(DataInputStream in) throws IOException {
        Count count = new Count();
        count.events = in.readLong();
        count.first = in.readLong();
        count.last = in.readLong();
        byte[] sum = new byte[Sum.BYTES];
        in.readFully(sum);
        count.sum.add(sum);
        count.deletedUpTo = in.readLong();
        count.isDoubtful = in.readBoolean();
        return count;
    }
}
