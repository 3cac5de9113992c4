// SPDX-License-Identifier: Apache-2.0
package io.photon.store.file;

import io.photon.store.EventStore.StoreState;
import io.photon.store.EventStore.StoreState.Condition;
import io.photon.store.StoreException;
import io.photon.store.StoreException.Kind;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether the log can be written, and what a failure makes of that. Changed by the writer, read by all threads. */
final class WriteState {

    private static final Logger LOG = LoggerFactory.getLogger(WriteState.class);

    private static final StoreState WRITABLE = new StoreState(Condition.WRITABLE, null);
    private static final StoreState BROKEN = new StoreState(
            Condition.READ_ONLY, "a write was broken off; nothing more is written until the daemon is started again");

    private volatile StoreState now = WRITABLE;

    StoreState now() {
        return now;
    }

    boolean isReadOnly() {
        return now.condition() == Condition.READ_ONLY;
    }

    void requireWritable() throws StoreException {
        StoreState state = now;
        if (state.condition() == Condition.READ_ONLY) {
            throw new StoreException(Kind.READ_ONLY, state.reason());
        }
    }

    /** A batch was stored: a full disk is full no more. */
    void wrote() {
        if (now != WRITABLE) {
            LOG.info("there is room again: writing resumed");
            now = WRITABLE;
        }
    }

    /** Nothing can be stored for now; that passes. */
    StoreException full(Segment active, IOException cause) {
        String reason = Failures.isNoDescriptor(cause)
                ? "no new segment can be begun after " + active.describe() + ": " + cause.getMessage()
                : "no space left on the disk of " + active.describe();
        if (now == WRITABLE) {
            LOG.error("{}: nothing is stored until there is; replays go on", reason);
        }
        now = new StoreState(Condition.FULL, reason);
        return new StoreException(Kind.NO_SPACE, reason + "; nothing was stored", cause);
    }

    /** Nothing was stored, and nothing more is written by this process. */
    StoreException readOnly(String what, @Nullable IOException cause) {
        return readOnly(Kind.READ_ONLY, what, cause);
    }

    /** The same when some of the batch may be on the disk, and a later start may find it whole. */
    StoreException unknown(String what, Throwable cause) {
        now = BROKEN; // first: to say more takes memory
        return readOnly(Kind.OUTCOME_UNKNOWN, what, cause);
    }

    private StoreException readOnly(Kind kind, String what, @Nullable Throwable cause) {
        String reason = what + "; nothing more is written until the daemon is started again";
        LOG.error("{}", reason);
        now = new StoreState(Condition.READ_ONLY, reason);
        return new StoreException(kind, reason, cause);
    }
}
