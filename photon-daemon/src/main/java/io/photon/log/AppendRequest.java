// SPDX-License-Identifier: Apache-2.0
package io.photon.log;

import io.photon.event.EventDraft;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One request to append.
 *
 * @param drafts at least one, in the order they are to be stored
 * @param atomic all or none: at most 1,000 drafts and 1 MiB (or one larger draft), else TOO_LARGE
 * @param expect anything but {@link Expect#ANY} needs all drafts in one stream and {@code atomic} (a single draft is
 *     always atomic)
 * @param withdrawal a way to take it back while it waits, or null
 * @param help what the thread may do that asks
 */
public record AppendRequest(
        List<EventDraft> drafts,
        boolean atomic,
        Expect expect,
        @Nullable Withdrawal withdrawal,
        Help help) {

    public AppendRequest {
        if (drafts.isEmpty()) {
            throw new IllegalArgumentException("nothing to append");
        }
        drafts = List.copyOf(drafts);
    }

    /** One that is not taken back. */
    public AppendRequest(List<EventDraft> drafts, boolean atomic, Expect expect) {
        this(drafts, atomic, expect, null);
    }

    /** One of a thread that does nothing of it. */
    public AppendRequest(List<EventDraft> drafts, boolean atomic, Expect expect, @Nullable Withdrawal withdrawal) {
        this(drafts, atomic, expect, withdrawal, Help.NONE);
    }

    public static AppendRequest of(EventDraft draft) {
        return new AppendRequest(List.of(draft), true, Expect.ANY);
    }
}
