// SPDX-License-Identifier: Apache-2.0
package io.photon.log.engine;

import io.photon.event.Gap;
import io.photon.store.EventStore;
import io.photon.task.Steady;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Which places of the store can be read again and have not been folded since: deletions may be recorded in them. Made before the
 * store is folded for the first time, so none is missed. Thread-safe; told by any thread, taken by the append thread.
 */
final class HealedPlaces {

    private final List<Consumer<Gap>> followers = new CopyOnWriteArrayList<>();
    private @Nullable Gap waiting;
    private @Nullable Runnable listener;

    HealedPlaces(EventStore store) {
        store.whenHealed(this::add);
    }

    /** It can be read again. */
    void add(Gap healed) {
        Runnable told;
        synchronized (this) {
            putBack(healed);
            told = listener;
        }
        if (told != null) {
            told.run();
        }
    }

    /** One range is enough: what lies between two places is folded once more. */
    synchronized void putBack(Gap healed) {
        Gap known = waiting;
        waiting = known == null
                ? healed
                : new Gap(Math.min(known.first(), healed.first()), Math.max(known.last(), healed.last()));
    }

    /** @param listener called, by any thread, when there is something to take; it must not wait */
    void whenSome(Runnable listener) {
        boolean isSome;
        synchronized (this) {
            this.listener = listener;
            isSome = waiting != null;
        }
        if (isSome) {
            listener.run();
        }
    }

    /** See {@link io.photon.log.EventLog#whenHealed}. */
    void whenFolded(Consumer<Gap> follower) {
        followers.add(follower);
    }

    /** What was taken is folded. */
    void folded(Gap place) {
        followers.forEach(follower -> Steady.run("telling of what was healed", () -> follower.accept(place)));
    }

    /** All that is there, as one range; null for nothing. */
    synchronized @Nullable Gap take() {
        Gap taken = waiting;
        waiting = null;
        return taken;
    }
}
