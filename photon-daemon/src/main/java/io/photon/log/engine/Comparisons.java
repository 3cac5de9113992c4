// SPDX-License-Identifier: Apache-2.0
package io.photon.log.engine;

import io.photon.codec.JsonEquality;
import io.photon.event.Event;
import io.photon.event.EventDraft;
import io.photon.store.EventStore;
import io.photon.store.StoreException;
import io.photon.task.Steady;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Large events that were stored before under their local-id, compared before they are queued: to compare many megabytes on
 * the append thread would make every emitter wait. What is not compared here is compared there. Immutable.
 */
final class Comparisons {

    private static final Comparisons NONE = new Comparisons(Map.of());

    /** To compare less than this takes about as long as to store it. */
    private static final int LARGE_BYTES = 64 << 10;

    /** @param orderId of the stored event @param isSame whether its content is that of the draft */
    private record Compared(long orderId, boolean isSame) {}

    private final Map<EventDraft, Compared> compared;

    private Comparisons(Map<EventDraft, Compared> compared) {
        this.compared = compared;
    }

    /** Never throws: after a fault all is left to the append thread. */
    static Comparisons of(List<EventDraft> drafts, EventStore store) {
        try {
            return compare(drafts, store);
        } catch (RuntimeException | VirtualMachineError | LinkageError e) {
            Steady.report("comparing an event with one that is stored", e);
            return NONE;
        }
    }

    private static Comparisons compare(List<EventDraft> drafts, EventStore store) {
        Map<EventDraft, Compared> compared = null;
        for (EventDraft draft : drafts) {
            if (draft.localId() == null || draft.body().length < LARGE_BYTES) {
                continue;
            }
            Event stored = stored(draft, store);
            if (stored != null) {
                compared = compared == null ? new IdentityHashMap<>() : compared;
                boolean isSame = JsonEquality.sameContent(stored, draft.body());
                compared.put(draft, new Compared(stored.orderId(), isSame));
            }
        }
        return compared == null ? NONE : new Comparisons(compared);
    }

    private static @Nullable Event stored(EventDraft draft, EventStore store) {
        try {
            return store.findByLocalId(draft.streamName(), Objects.requireNonNull(draft.localId()))
                    .orElse(null);
        } catch (StoreException e) {
            return null; // the append thread looks again, and answers with what stands in the way
        }
    }

    /** Whether the draft says the same as the event that is stored under its local-id. */
    boolean isSame(Event stored, EventDraft draft) {
        Compared known = compared.get(draft);
        return known != null && known.orderId() == stored.orderId()
                ? known.isSame()
                : JsonEquality.sameContent(stored, draft.body());
    }
}
