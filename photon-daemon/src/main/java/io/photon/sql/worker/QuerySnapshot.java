// SPDX-License-Identifier: Apache-2.0
package io.photon.sql.worker;

import io.photon.event.StreamNames;
import io.photon.sql.wire.EventBlock;
import io.photon.sql.wire.EventsWanted;
import io.photon.sql.wire.ProjectionValue;
import io.photon.sql.wire.StreamRow;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * What one query sees: the events up to a head, and values as they were when it first asked for them. Some of what came is
 * kept, so that a join need not ask again for each row. For one thread.
 */
final class QuerySnapshot {

    private static final int EVENT_BYTES = 512;

    private final DaemonLink daemon;
    private final long head;
    private final long events;
    private final long cacheBytes;
    private final Map<EventsWanted, EventBlock> blocks = new LinkedHashMap<>(64, 0.75f, true);
    private final Map<String, ProjectionValue> values = new HashMap<>();
    private long cachedBytes;

    /** @param events how many there are up to the head; -1 when that is not known */
    QuerySnapshot(DaemonLink daemon, long head, long events) {
        this.daemon = daemon;
        this.head = head;
        this.events = events;
        this.cacheBytes = Runtime.getRuntime().maxMemory() / 8;
    }

    /** Before any question: nothing is there. */
    static QuerySnapshot none(DaemonLink daemon) {
        return new QuerySnapshot(daemon, 0, 0);
    }

    long head() {
        return head;
    }

    /** How many events there are, -1 when that is not known. */
    long events() {
        return events;
    }

    /** Events, from what is kept or on their way. */
    CompletableFuture<EventBlock> ask(EventsWanted wanted) {
        EventBlock known = blocks.get(wanted);
        return known == null ? daemon.events(wanted) : CompletableFuture.completedFuture(known);
    }

    /** The same, once they are here; they are kept for a while. */
    EventBlock await(EventsWanted wanted, CompletableFuture<EventBlock> coming) {
        EventBlock block = DaemonLink.await(coming);
        if (blocks.put(wanted, block) == null) {
            cachedBytes += size(block);
            var oldest = blocks.entrySet().iterator();
            while (cachedBytes > cacheBytes && oldest.hasNext()) {
                cachedBytes -= size(oldest.next().getValue());
                oldest.remove();
            }
        }
        return block;
    }

    private static int size(EventBlock block) {
        return block.bytes().array().length + EVENT_BYTES;
    }

    /** The next streams by name. */
    List<StreamRow> streams(String after) {
        return daemon.streams(after);
    }

    /** The names of all projections. */
    List<String> projections() {
        return daemon.projections();
    }

    /** The value of a projection. @param at an order-id or a time; "" for now */
    ProjectionValue value(String name, String at) {
        return values.computeIfAbsent(at + '\n' + name, key -> daemon.value(name, at));
    }

    /** The values of now that the query has used. */
    List<ProjectionValue> current() {
        return values.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith("\n"))
                .map(Map.Entry::getValue)
                .toList();
    }

    /** The stream that means all. */
    static String all() {
        return StreamNames.ALL;
    }
}
