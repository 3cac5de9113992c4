package io.photon.simulation;

import io.photon.event.Event;
import io.photon.store.StoreException;
import io.photon.store.StoreException.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** What survives a power cut, and what can go wrong on the way there. */
final class SimulatedDisk {

    /** How the next write goes. */
    enum Fault {
        NONE,
        /** Nothing is written. */
        NO_SPACE,
        /** The sync fails: nobody knows what is there; nothing more is written. */
        SYNC_FAILS,
        /** The power goes out before the batch is durable. */
        CRASH_BEFORE,
        /** The power goes out when it is durable, before anybody hears of it. */
        CRASH_AFTER,
        /** It is stored, and the answer is lost. */
        ANSWER_LOST,
        /** It is not stored, and the answer is lost. */
        REQUEST_LOST
    }

    private final List<Event> events = new ArrayList<>();
    private final Map<Long, Event> byOrderId = new HashMap<>();
    private List<Event> unsynced = List.of();
    private Fault next = Fault.NONE;
    private Fault reported = Fault.NONE;
    private boolean full;
    private boolean readOnly;
    private boolean doubtful;

    /** Everything durable, deleted or not, in order. */
    List<Event> events() {
        return events;
    }

    Event at(long orderId) {
        return byOrderId.get(orderId);
    }

    void next(Fault fault) {
        next = fault;
    }

    void full(boolean isFull) {
        full = isFull;
    }

    boolean isReadOnly() {
        return readOnly;
    }

    /** Whether the log may not yet have heard of what is stored. */
    boolean isDoubtful() {
        return doubtful;
    }

    /** Writes a batch or not, as fate has it. @return whether it is to be seen by readers now */
    boolean write(List<Event> batch) {
        Fault fault = readOnly ? Fault.SYNC_FAILS : full ? Fault.NO_SPACE : next;
        next = Fault.NONE;
        reported = fault;
        switch (fault) {
            case NONE -> {
                doubtful = false;
                keep(batch);
                return true;
            }
            case ANSWER_LOST -> {
                doubtful = true;
                keep(batch);
                return true;
            }
            case SYNC_FAILS -> {
                if (!readOnly) {
                    unsynced = List.copyOf(batch);
                }
                readOnly = true;
                return false;
            }
            case CRASH_BEFORE -> throw new Crash();
            case CRASH_AFTER -> {
                keep(batch);
                throw new Crash();
            }
            default -> {
                return false;
            }
        }
    }

    /** Tells what became of the last write. */
    void report() throws StoreException {
        switch (reported) {
            case NONE -> {}
            case NO_SPACE -> throw new StoreException(Kind.NO_SPACE, "no space left");
            case SYNC_FAILS -> throw new StoreException(Kind.READ_ONLY, "a sync failed");
            default -> throw new StoreException(Kind.UNREACHABLE, "no answer");
        }
    }

    /** A restore's one step. */
    void publish(List<Event> staged) {
        Fault fault = next;
        if (fault == Fault.CRASH_BEFORE) {
            throw new Crash();
        }
        keep(staged);
        if (fault == Fault.CRASH_AFTER) {
            throw new Crash();
        }
    }

    private void keep(List<Event> batch) {
        for (Event event : batch) {
            Event before = byOrderId.put(event.orderId(), event);
            if (before != null) {
                throw new AssertionError("order-id used twice: " + before + " and " + event);
            }
            events.add(event);
        }
    }

    /** The power is back: what was written without a successful sync is there or is not. */
    void afterCrash(Random random) {
        if (random.nextBoolean()) {
            keep(unsynced);
        }
        unsynced = List.of();
        next = Fault.NONE;
        full = false;
        readOnly = false;
        doubtful = false;
    }
}
