// SPDX-License-Identifier: Apache-2.0
package io.photon.door.feed;

import io.photon.budget.Backlogs;
import io.photon.budget.Budget;
import io.photon.budget.Lease;
import io.photon.budget.Use;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A line that waits for a reader, without its end. It counts among all that waits for readers until it is let go; a large
 * one counts as large, too.
 */
final class Line {

    /** A text larger than this is shared by all its readers. */
    private static final int SHARED_BYTES = 32 * 1024;

    private final byte[] array;
    private final int offset;
    private final int length;
    private final @Nullable Backlogs backlogs;
    /** Of a large one; null of others. */
    private final @Nullable Lease lease;

    /** One that counts nowhere. */
    Line(byte[] text) {
        this(text, 0, text.length, null, null);
    }

    private Line(byte[] array, int offset, int length, @Nullable Backlogs backlogs, @Nullable Lease lease) {
        this.array = array;
        this.offset = offset;
        this.length = length;
        this.backlogs = backlogs;
        this.lease = lease;
    }

    /** What others may share is not copied, unless it would keep much more than itself. */
    static Line of(Text text, Backlogs backlogs) {
        int length = text.length();
        boolean isShared = length > SHARED_BYTES && text.array().length <= 2 * length;
        byte[] array =
                isShared ? text.array() : Arrays.copyOfRange(text.array(), text.offset(), text.offset() + length);
        Lease lease = null;
        if (length > Budget.LARGE_BYTES) {
            lease = backlogs.holdLarge(Use.FEEDS, length);
        } else {
            backlogs.hold(Use.FEEDS, length);
        }
        return new Line(array, isShared ? text.offset() : 0, length, backlogs, lease);
    }

    byte[] array() {
        return array;
    }

    int offset() {
        return offset;
    }

    int length() {
        return length;
    }

    boolean isLarge() {
        return lease != null;
    }

    /** The same after a line that broke off. */
    Line onALineOfItsOwn() {
        byte[] text = new byte[length + 1];
        text[0] = '\n';
        System.arraycopy(array, offset, text, 1, length);
        return new Line(text);
    }

    /** Gives back what it counts; once. */
    void release() {
        if (lease != null) {
            lease.close();
        } else if (backlogs != null) {
            backlogs.giveBack(Use.FEEDS, length);
        }
    }
}
