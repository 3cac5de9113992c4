// SPDX-License-Identifier: Apache-2.0
package io.photon.log.engine;

import io.photon.event.Event;
import io.photon.event.EventLine;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The live ring and who waits for what. The append thread publishes; readers take, and park when there is nothing to
 * take. Publishing wakes only readers whom the batch concerns: a batch costs the same with five thousand idle readers of
 * other streams. Thread-safe, all sections under the lock short.
 */
final class LiveFeed {

    private final LiveRing ring;
    private final Map<Long, Set<LiveReader>> byStream = new HashMap<>();
    private final Set<LiveReader> ofAllStreams = new LinkedHashSet<>();
    /** Readers with an upper bound: they finish when the log has passed it, whatever the stream. */
    private final TreeSet<LiveReader> byBound =
            new TreeSet<>(Comparator.comparingLong(LiveReader::until).thenComparingLong(LiveReader::id));

    /** What parked readers have passed, all of them: below the tip only after {@link #skipTo}. */
    private long passed;

    private volatile long tip;
    private volatile long epoch;

    LiveFeed(int maxEvents, long maxBytes, long head) {
        this.ring = new LiveRing(maxEvents, maxBytes, head);
        this.tip = head;
        this.passed = head;
    }

    /** {@link #take}: nothing new; the reader is parked and will be scheduled. */
    static final long PARKED = -1;

    /** {@link #take}: the ring no longer reaches back to the cursor; read from the store. */
    static final long TOO_FAR_BEHIND = -2;

    /**
     * Makes a stored batch visible to live readers, and moves the head.
     *
     * @return the readers it concerns, whom the caller schedules once the emitters have their answer
     */
    List<LiveReader> publish(List<Event> batch) {
        List<LiveReader> woken = new ArrayList<>();
        synchronized (this) {
            long before = passed;
            for (Event event : batch) {
                ring.add(event);
            }
            long newTip = ring.tip();
            if (!byStream.isEmpty()) {
                for (Event event : batch) {
                    Set<LiveReader> readers = byStream.get(event.streamHash());
                    if (readers != null) {
                        woken.addAll(readers);
                        readers.forEach(reader -> leave(reader, before));
                        byStream.remove(event.streamHash());
                    }
                }
            }
            woken.addAll(ofAllStreams);
            ofAllStreams.forEach(reader -> leave(reader, before));
            ofAllStreams.clear();
            while (!byBound.isEmpty() && byBound.first().until() <= newTip) {
                LiveReader reader = byBound.first();
                woken.add(reader);
                unpark(reader);
                reader.missedNothingUpTo(before);
            }
            passed = newTip;
            tip = newTip;
        }
        return woken;
    }

    /**
     * Empties the ring after events were stored that it was not given, as a restore's are: all readers read them from the store,
     * in order.
     *
     * @return all parked readers, for the caller to schedule
     */
    List<LiveReader> reset(long head) {
        List<LiveReader> woken = new ArrayList<>();
        synchronized (this) {
            long before = passed;
            ring.reset(head);
            tip = head;
            byStream.values().forEach(woken::addAll);
            woken.addAll(ofAllStreams);
            byStream.clear();
            ofAllStreams.clear();
            woken.forEach(reader -> leave(reader, before));
            passed = head;
        }
        return woken;
    }

    /**
     * Moves the head over stored events that could not be published, for want of memory: readers who come now read them
     * from the store, and parked ones wait for {@link #reset}. Takes no memory.
     */
    synchronized void skipTo(long head) {
        if (head > tip) {
            ring.reset(head);
            tip = head;
        }
    }

    /** Hides a deleted stream's events, also those that readers hold but have not passed on. */
    synchronized void hide(String stream, long upTo) {
        byte[] name = EventLine.escape(stream);
        ring.remove(stream, EventLine.hash(name, 0, name.length), upTo);
        epoch++;
    }

    /**
     * Takes events above the reader's cursor, or parks it. A parked reader stays parked: nothing came.
     *
     * @return the position up to which the list now holds everything, or {@link #PARKED} or {@link #TOO_FAR_BEHIND}
     */
    synchronized long take(LiveReader reader, Handover handover, int max, List<Event> target) {
        if (reader.parked()) {
            return PARKED;
        }
        return switch (handover.phase(ring.floor(), ring.tip())) {
            case COLD -> TOO_FAR_BEHIND;
            case CATCHING_UP -> {
                ring.copyAbove(handover.cursor(), max, target);
                yield target.size() < max ? ring.tip() : target.get(max - 1).orderId();
            }
            case LIVE -> {
                park(reader);
                yield PARKED;
            }
            case DONE -> handover.cursor();
        };
    }

    private void park(LiveReader reader) {
        reader.parked(true);
        if (reader.streamHash() == LiveReader.ANY_STREAM) {
            ofAllStreams.add(reader);
        } else {
            byStream.computeIfAbsent(reader.streamHash(), hash -> new LinkedHashSet<>(2))
                    .add(reader);
        }
        if (reader.until() != Long.MAX_VALUE) {
            byBound.add(reader);
        }
    }

    private void leave(LiveReader reader, long before) {
        reader.parked(false);
        reader.missedNothingUpTo(before);
        if (reader.until() != Long.MAX_VALUE) {
            byBound.remove(reader);
        }
    }

    /** Forgets a reader that has gone. */
    synchronized void unpark(LiveReader reader) {
        if (!reader.parked()) {
            return;
        }
        reader.parked(false);
        ofAllStreams.remove(reader);
        Set<LiveReader> sameStream = byStream.get(reader.streamHash());
        if (sameStream != null && sameStream.remove(reader) && sameStream.isEmpty()) {
            byStream.remove(reader.streamHash());
        }
        if (reader.until() != Long.MAX_VALUE) {
            byBound.remove(reader);
        }
    }

    /** How far a reader is: a parked one has passed everything there is. */
    synchronized long position(LiveReader reader, long cursor) {
        return reader.parked() ? Math.max(cursor, passed) : cursor;
    }

    /** How many events came after a reader's position; below zero when there are more, of which the ring knows only these. */
    synchronized long lag(LiveReader reader, long position) {
        if (reader.parked() || position >= tip) {
            return 0;
        }
        long known = ring.countAbove(position);
        return position >= ring.floor() ? known : -Math.max(1, known);
    }

    /** Whether the ring no longer holds all that follows a cursor. */
    synchronized boolean isBehind(LiveReader reader, long cursor) {
        return !reader.parked() && cursor < ring.floor();
    }

    /** The last position published: everything up to it is durable and readable. */
    long tip() {
        return tip;
    }

    /** Changes with each deletion: what was read before may hold deleted events. */
    long epoch() {
        return epoch;
    }
}
