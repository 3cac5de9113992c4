package io.photon.log;

import io.photon.event.EventDraft;
import java.util.List;

/**
 * One request to append.
 *
 * @param drafts at least one, in the order they are to be stored
 * @param atomic all or none: at most 1,000 drafts and 1 MiB (or one larger draft), else TOO_LARGE
 * @param expect anything but {@link Expect#ANY} needs all drafts in one stream and {@code atomic} (a single draft is
 *     always atomic)
 */
public record AppendRequest(List<EventDraft> drafts, boolean atomic, Expect expect) {

    public AppendRequest {
        if (drafts.isEmpty()) {
            throw new IllegalArgumentException("nothing to append");
        }
        drafts = List.copyOf(drafts);
    }

    public static AppendRequest of(EventDraft draft) {
        return new AppendRequest(List.of(draft), true, Expect.ANY);
    }
}
