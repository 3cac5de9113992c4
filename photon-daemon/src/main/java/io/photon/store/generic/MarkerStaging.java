// SPDX-License-Identifier: Apache-2.0
package io.photon.store.generic;

import io.photon.event.Event;
import io.photon.event.EventLine;
import io.photon.store.Fence;
import io.photon.store.Staging;
import io.photon.store.StagingArea;
import io.photon.store.StoreException;
import io.photon.store.StoreException.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Staging of any store that appends: staged events wait in chunks, a durable marker decides that they are published, and
 * then they are appended chunk by chunk. What a crash leaves between the marker and the last append is finished by
 * {@link #finish}, so all of them become part of the log or none.
 *
 * <p>Holds 64 bytes of memory for each staged event with a local-id. Thread-safe.
 */
public final class MarkerStaging implements StagingArea {

    private static final Logger LOG = LoggerFactory.getLogger(MarkerStaging.class);

    private static final int CHUNK_EVENTS = 1_000;
    private static final long CHUNK_BYTES = 1 << 20;

    /** The log under it. */
    public interface Log {
        void append(List<Event> batch, Fence fence) throws StoreException;

        /** The highest order-id, also of what is not shown yet. */
        long lastOrderId() throws StoreException;

        /** From here on, until it is called with {@link Long#MAX_VALUE}, readers see nothing above a position. */
        void showUpTo(long position);
    }

    private final Log log;
    private final StagedChunks chunks;
    private @Nullable Attempt open;
    /** Whether a decision may wait to be finished. */
    private volatile boolean unfinished;

    public MarkerStaging(Log log, StagedChunks chunks) {
        this.log = log;
        this.chunks = chunks;
    }

    @Override
    public synchronized Staging stage(Fence fence) throws StoreException {
        if (open != null || unfinished || chunks.decided().isPresent()) {
            throw new StoreException(Kind.REFUSED, "another restore is staging events; one at a time");
        }
        chunks.clear(fence); // what a process left that ended before it decided
        open = new Attempt(fence);
        return open;
    }

    /** Whether something was decided that is not yet part of the log as a whole: it comes before the next append. */
    boolean isUnfinished() {
        return unfinished;
    }

    /** What is unfinished is another writer's now; readers see what there is. */
    synchronized void leave() {
        log.showUpTo(Long.MAX_VALUE);
        unfinished = false;
    }

    /** Finishes what was decided, if something was. Called by the writer, before it reads the head. */
    synchronized void finish(Fence fence) throws StoreException {
        OptionalInt decided = chunks.decided();
        if (decided.isPresent()) {
            LOG.warn("a restore was decided and not finished; it is finished now");
            long before = firstOf(chunks.get(0)) - 1;
            append(decided.getAsInt(), Math.min(before, log.lastOrderId()), fence);
        }
        leave();
    }

    private static long firstOf(List<Event> chunk) {
        return chunk.get(0).orderId();
    }

    private void append(int decided, long before, Fence fence) throws StoreException {
        unfinished = true;
        log.showUpTo(before);
        long last = log.lastOrderId();
        for (int i = 0; i < decided; i++) {
            List<Event> chunk = chunks.get(i);
            if (chunk.get(chunk.size() - 1).orderId() > last) {
                log.append(above(chunk, last), fence);
            }
        }
        log.showUpTo(Long.MAX_VALUE);
        unfinished = false;
        try {
            chunks.clear(fence);
        } catch (StoreException e) {
            LOG.warn("published events are still staged; that is put right later: {}", e.getMessage());
        }
    }

    private static List<Event> above(List<Event> chunk, long last) {
        return chunk.stream().filter(event -> event.orderId() > last).toList();
    }

    private final class Attempt implements Staging {

        private final Fence owner;
        private final List<Event> waiting = new ArrayList<>();
        private final Map<Long, Integer> chunkOfLocalId = new HashMap<>();
        private long bytes;
        private int put;
        private long first;
        private long last;
        private boolean closed;

        private Attempt(Fence owner) {
            this.owner = owner;
        }

        @Override
        public void add(List<Event> events) throws StoreException {
            synchronized (MarkerStaging.this) {
                requireOpen();
                for (Event event : events) {
                    if (event.orderId() <= last) {
                        throw new StoreException(
                                Kind.CONFLICT, "order-id " + event.orderId() + " is not above " + last);
                    }
                    first = first == 0 ? event.orderId() : first;
                    last = event.orderId();
                    waiting.add(event);
                    bytes += event.length();
                    if (event.localIdHash() != 0) {
                        chunkOfLocalId.putIfAbsent(event.localIdHash(), put);
                    }
                    if (waiting.size() >= CHUNK_EVENTS || bytes >= CHUNK_BYTES) {
                        flush();
                    }
                }
            }
        }

        private void flush() throws StoreException {
            chunks.put(put, List.copyOf(waiting), owner);
            put++;
            waiting.clear();
            bytes = 0;
        }

        @Override
        public Optional<Event> findByLocalId(String stream, String localId) throws StoreException {
            synchronized (MarkerStaging.this) {
                requireOpen();
                for (int i = firstChunk(stream, localId); i <= put; i++) {
                    for (Event event : i == put ? waiting : chunks.get(i)) {
                        if (localId.equals(event.localId()) && stream.equals(event.streamName())) {
                            return Optional.of(event);
                        }
                    }
                }
                return Optional.empty();
            }
        }

        /** The chunk that holds it, or one after the last: hashes of two ids can be the same, of one never differ. */
        private int firstChunk(String stream, String localId) {
            byte[] name = EventLine.escape(stream);
            byte[] id = EventLine.escape(localId);
            long hash = EventLine.hashPair(EventLine.hash(name, 0, name.length), EventLine.hash(id, 0, id.length));
            return chunkOfLocalId.getOrDefault(hash, put + 1);
        }

        @Override
        public void publish(Fence fence) throws StoreException {
            synchronized (MarkerStaging.this) {
                requireOpen();
                long head = log.lastOrderId();
                if (first != 0 && first <= head) {
                    throw new StoreException(
                            Kind.CONFLICT,
                            "the first staged event is " + first + ", but the head is " + head
                                    + " now; nothing was published");
                }
                if (!waiting.isEmpty()) {
                    flush();
                }
                if (put > 0) {
                    decideAndAppend(head, fence);
                } else {
                    end();
                }
            }
        }

        private void decideAndAppend(long head, Fence fence) throws StoreException {
            List<Event> firstChunk = chunks.get(0);
            end(); // whatever happens from here on, what may be decided is not cleared
            boolean known = false;
            try {
                chunks.decide(put, fence);
                known = true;
            } catch (StoreException e) {
                known = e.kind() != Kind.OUTCOME_UNKNOWN;
                throw e;
            } finally {
                unfinished |= !known;
            }
            try {
                append(put, Math.min(head, firstOf(firstChunk) - 1), fence);
            } catch (StoreException e) {
                if (e.kind() == Kind.FENCED) { // the writer that has taken over finishes it
                    leave();
                }
                throw new StoreException(
                        Kind.OUTCOME_UNKNOWN,
                        "the events are decided to be published, and not all of them are yet: " + e.getMessage(),
                        e);
            }
        }

        private void end() {
            closed = true;
            open = null;
        }

        private void requireOpen() throws StoreException {
            if (closed) {
                throw new StoreException(Kind.CLOSED, "the staging is closed");
            }
        }

        @Override
        public void close() {
            synchronized (MarkerStaging.this) {
                if (closed) {
                    return;
                }
                end();
                try {
                    chunks.clear(owner);
                } catch (StoreException e) {
                    LOG.warn("staged events stay until the next restore: {}", e.getMessage());
                }
            }
        }
    }
}
