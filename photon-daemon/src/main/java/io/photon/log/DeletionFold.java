// SPDX-License-Identifier: Apache-2.0
package io.photon.log;

import io.photon.core.Deletions;
import io.photon.core.StreamDeletion;
import io.photon.event.Event;
import io.photon.event.Gap;
import io.photon.event.StreamNames;
import io.photon.store.AroundDamage;
import io.photon.store.DeletionEvents;
import io.photon.store.EventStore;
import io.photon.store.Page;
import io.photon.store.ReadRequest;
import io.photon.store.StoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells a store what {@code __config__} says was deleted: the store itself need not remember. Wiring calls
 * {@link #apply(EventStore)} at every start, before any door opens; a restore does it for what it brought in.
 */
public final class DeletionFold {

    private static final Logger LOG = LoggerFactory.getLogger(DeletionFold.class);

    /** Hears of each deletion after the store has hidden the events. */
    public interface Listener {
        void deleted(StreamDeletion deletion);
    }

    private DeletionFold() {}

    /**
     * Folds the whole of {@code __config__}, page by page.
     *
     * @return how many deletions were applied
     */
    public static long apply(EventStore store) throws StoreException {
        return apply(store, 0, deletion -> {});
    }

    /** Folds what lies above a position. */
    public static long apply(EventStore store, long above, Listener listener) throws StoreException {
        return apply(store, above, Long.MAX_VALUE, listener);
    }

    /** Folds what lies in a place that can be read again. */
    public static long apply(EventStore store, Gap healed, Listener listener) throws StoreException {
        return apply(store, healed.first() - 1, healed.last(), listener);
    }

    private static long apply(EventStore store, long above, long upTo, Listener listener) throws StoreException {
        long applied = 0;
        long cursor = above;
        Page page;
        do {
            page = nextPage(store, cursor, upTo);
            Deletions deletions = new Deletions();
            for (Event event : page.events()) {
                DeletionEvents.read(event).ifPresent(deletions::add);
            }
            for (StreamDeletion deletion : deletions.all()) {
                store.hide(deletion.streamName(), deletion.upTo());
                listener.deleted(deletion);
                applied++;
            }
            cursor = page.cursor();
        } while (!page.end());
        return applied;
    }

    /**
     * A damaged place must not keep the rest of the store from being served. What was deleted by an event in it is most
     * likely erased already; the log names the place. Once that can be read, it is folded by itself.
     */
    private static Page nextPage(EventStore store, long cursor, long upTo) throws StoreException {
        return AroundDamage.read(
                store,
                ReadRequest.forwards(StreamNames.CONFIG, cursor, upTo),
                gap -> LOG.error(
                        "{} cannot be read: a deletion recorded there is not applied again before it can be; see the place"
                                + " with: photon verify --live",
                        gap.text()));
    }
}
