// SPDX-License-Identifier: Apache-2.0
package io.photon.store.file;

import java.util.Objects;

/** Bytes that are not what was written. */
final class Corrupt extends Exception {

    private static final long serialVersionUID = 1L;

    private final long offset;

    /** @param offset where the record starts that holds them, or the group when its header or all of it is meant */
    Corrupt(long offset, String what) {
        super(what, null, false, false);
        this.offset = offset;
    }

    /** A sound group that does not belong where it stands: its place is after another event. */
    static Corrupt misplaced(long groupAt, SegmentFormat.GroupHeader group) {
        return new Corrupt(groupAt, "the group is not of this place: it follows " + group.prev());
    }

    /** What is wrong; never null. */
    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }

    long offset() {
        return offset;
    }
}
