// SPDX-License-Identifier: Apache-2.0
package io.photon.log.engine;

import io.photon.core.StreamDeletion;
import io.photon.event.Event;
import io.photon.event.Gap;
import io.photon.event.StreamNames;
import io.photon.log.DeletionFold;
import io.photon.store.DeletionEvents;
import io.photon.store.EventStore;
import io.photon.store.StoreException;
import io.photon.task.Steady;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What follows a durable batch: its deletions are hidden, the head moves, readers are woken. What fails here must not
 * change an answer, for the events are stored; it is remembered, and {@link #catchUp} does it again. For the append thread.
 */
final class LiveEdge {

    private static final Logger LOG = LoggerFactory.getLogger(LiveEdge.class);
    private static final long NOTHING = -1;

    private final EventStore store;
    private final LiveFeed live;
    private final ReplayHub hub;
    private final HealedPlaces healed;
    private final HeadWaiters heads = new HeadWaiters();

    /** Whether all was told; any thread may find that it was not. */
    private final AtomicBoolean told = new AtomicBoolean(true);

    /** Above this position readers or the store may not have been told of everything. */
    private long untoldAbove = NOTHING;

    private boolean saidThatNotAllIsHidden;

    /** @param healed what was unreadable when it was folded */
    LiveEdge(EventStore store, LiveFeed live, ReplayHub hub, HealedPlaces healed) {
        this.healed = healed;
        this.store = store;
        this.live = live;
        this.hub = hub;
    }

    /**
     * Hides what a durable batch deletes and moves the head. Never throws.
     *
     * @param streams of each event the name of its stream, in the same order
     * @param last the new head
     * @return the readers it concerns, to be woken once the emitters have their answer
     */
    List<LiveReader> show(List<Event> events, List<String> streams, long last) {
        long before = live.tip();
        try {
            // A batch with deletions may itself hold events that are hidden now: let readers ask the store.
            return hideDeleted(events, streams, before) ? live.reset(last) : live.publish(events);
        } catch (RuntimeException
                | VirtualMachineError
                | LinkageError e) { // memory that ran out, say: the events are stored, whatever happens here
            lost(before, last, e);
            return List.of();
        }
    }

    /** State is a fold: a recorded deletion counts, from any client. @return whether there was one */
    private boolean hideDeleted(List<Event> events, List<String> streams, long before) {
        boolean any = false;
        for (int i = 0; i < streams.size(); i++) {
            if (streams.get(i).equals(StreamNames.CONFIG)) {
                Optional<StreamDeletion> deletion = DeletionEvents.read(events.get(i));
                if (deletion.isPresent()) {
                    hide(deletion.get(), before);
                    any = true;
                }
            }
        }
        return any;
    }

    private void hide(StreamDeletion deletion, long before) {
        try {
            store.hide(deletion.streamName(), deletion.upTo());
            live.hide(deletion.streamName(), deletion.upTo());
        } catch (StoreException e) {
            doAgain(before);
            sayThatNotAllIsHidden(before, e);
        }
    }

    private void doAgain(long before) {
        untoldAbove = untoldAbove == NOTHING ? before : Math.min(untoldAbove, before);
        told.set(false);
    }

    /** Once: it is tried again ten times a second. */
    private void sayThatNotAllIsHidden(long above, StoreException e) {
        if (!saidThatNotAllIsHidden) {
            saidThatNotAllIsHidden = true;
            LOG.warn(
                    "deletions recorded above order-id {} are not all hidden yet; it is tried again: {}",
                    above,
                    e.getMessage());
        }
    }

    /** See {@link io.photon.log.EventLog#headAbove}; thread-safe. */
    CompletableFuture<Long> headAbove(long orderId) {
        return heads.add(orderId, live);
    }

    /** Has readers run. Never throws. */
    void wake(List<LiveReader> readers) {
        try {
            heads.tell(live.tip());
            for (int i = 0; i < readers.size(); i++) {
                readers.get(i).schedule();
            }
        } catch (RuntimeException | VirtualMachineError | LinkageError e) {
            lost(live.tip(), live.tip(), e);
        }
    }

    /** The head moved without a batch of ours: a restore, or a store that had kept more than was known. */
    void jump(long head) throws StoreException {
        long before = live.tip();
        if (head <= before) {
            return;
        }
        DeletionFold.apply(store, before, deletion -> live.hide(deletion.streamName(), deletion.upTo()));
        try {
            wake(live.reset(head));
        } catch (VirtualMachineError noMemory) {
            lost(before, head, noMemory);
        }
    }

    /** Takes no memory. */
    private void lost(long before, long head, Throwable why) {
        doAgain(before);
        live.skipTo(head);
        Steady.report("showing stored events to readers", why);
    }

    /** Some reader could not be scheduled; thread-safe. */
    void readerNotScheduled() {
        told.set(false);
    }

    /** There are places to be folded again; thread-safe. */
    void placesHealed() {
        told.set(false);
    }

    /** Whether all that is stored is visible, and all that is deleted hidden. */
    boolean isShown() {
        return untoldAbove == NOTHING;
    }

    /** Whether everything was told. */
    boolean isDone() {
        return told.get();
    }

    /** Does again what failed. Never throws; asks for another call by {@link #isDone}. */
    void catchUp() {
        if (!told.compareAndSet(false, true)) {
            return;
        }
        try {
            hideInHealedPlaces();
            if (untoldAbove != NOTHING) {
                boolean hidden = hideAbove(untoldAbove);
                live.reset(live.tip()).forEach(LiveReader::schedule);
                untoldAbove = hidden ? NOTHING : untoldAbove;
                if (!hidden) {
                    told.set(false);
                }
            }
            hub.wakeAll();
        } catch (RuntimeException | VirtualMachineError | LinkageError e) {
            told.set(false);
            Steady.report("showing stored events to readers", e);
        }
    }

    /** State is a fold: a deletion counts as soon as it can be read. */
    private void hideInHealedPlaces() {
        Gap place = healed.take();
        if (place == null) {
            return;
        }
        boolean isDone = false;
        try {
            long deletions =
                    DeletionFold.apply(store, place, deletion -> live.hide(deletion.streamName(), deletion.upTo()));
            isDone = true;
            healed.folded(place);
            if (deletions > 0) {
                LOG.warn("{} can be read again; deletions recorded there are applied: {}", place.text(), deletions);
            }
        } catch (StoreException e) {
            sayThatNotAllIsHidden(place.first() - 1, e);
        } finally {
            if (!isDone) {
                healed.putBack(place);
                told.set(false);
            }
        }
    }

    /** @return whether the store has hidden all */
    private boolean hideAbove(long position) {
        try {
            DeletionFold.apply(store, position, deletion -> live.hide(deletion.streamName(), deletion.upTo()));
            saidThatNotAllIsHidden = false;
            return true;
        } catch (StoreException e) {
            sayThatNotAllIsHidden(position, e);
            return false;
        }
    }
}
