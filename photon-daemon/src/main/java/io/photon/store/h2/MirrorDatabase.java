// SPDX-License-Identifier: Apache-2.0
package io.photon.store.h2;

import io.photon.event.Event;
import io.photon.os.PrivateFiles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.h2.mvstore.Cursor;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.type.LongDataType;
import org.h2.mvstore.type.StringDataType;
import org.h2.result.SearchRow;
import org.h2.value.VersionedValue;
import org.jspecify.annotations.Nullable;

/**
 * The open mirror. What it takes and gives are rows in order-id order; {@link #head()} says up to where it holds
 * everything that is visible in the log.
 *
 * <p>Rows are appended to the map in which H2 keeps the table {@code events}, without SQL and transactions: a sixth of
 * the garbage and six times the speed of an INSERT (docs/adr/0010). What the mirror notes for itself stands in maps of
 * its own, which SQL does not see. The file is written only by this object's methods, so it always ends with a whole
 * call: there is nothing to roll back.
 *
 * <p>Safe for many threads: one method at a time. A {@link MirrorException} means that nothing of the call reaches the
 * file; a caller that sees one gives the database up, for it may be damaged.
 */
final class MirrorDatabase implements AutoCloseable {

    private static final String NOTES = "photon.notes";
    private static final String ERASED = "photon.erased";

    private static final String HEAD = "head";
    private static final String MARK = "mark";
    private static final String COMPACT = "compact";
    private static final String ROWS = "rows";
    private static final String DUE = "due";

    /** Written to the file when so much has gathered: pages that live shortly cost the collector nothing. */
    private static final long WRITE_BYTES = 1 << 20;

    /** And when it is so old. */
    private static final long WRITE_NANOS = TimeUnit.SECONDS.toNanos(2);

    /** Only {@link #write} writes: H2 must not decide to in the middle of a call. */
    private static final int NEVER_KB = 512 << 10;

    private static final int CACHE_MB = 2;

    /** A larger row gets a leaf of the tree for itself; smaller ones are appended by the leafful. */
    private static final int LARGE_ROW_BYTES = 4_096;

    private static final int ROWS_OF_A_LEAF = 48;

    /** Parts of the file that are less full than this are written again, somewhere else, when there is time. */
    private static final int FULL_PERCENT = 80;

    private static final long TIDY_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final MVStore store;
    private final MVMap<Long, VersionedValue<SearchRow>> events;
    private final MVMap<String, String> notes;
    private final MVMap<String, Long> erased;
    private long head;
    private long last;
    private long rows;
    private long gathered;
    private long writtenAt = System.nanoTime();
    private long tidiedAt = writtenAt;
    private int rowsToPut;
    private boolean broken;

    private MirrorDatabase(MVStore store, @Nullable String eventsMap) {
        this.store = store;
        store.setVersionsToKeep(0);
        events = store.openMap(eventsMap, RowCodec.map());
        notes = notes(store);
        erased = store.openMap(
                ERASED,
                new MVMap.Builder<String, Long>()
                        .keyType(StringDataType.INSTANCE)
                        .valueType(LongDataType.INSTANCE));
    }

    /**
     * Opens a database that has the tables.
     *
     * @param eventsMap see {@link MirrorSchema#eventsMap}
     */
    static MirrorDatabase open(Path file, @Nullable String eventsMap) throws MirrorException {
        MVStore store = h2(() -> store(file));
        try {
            return h2(() -> {
                MirrorDatabase database = new MirrorDatabase(store, eventsMap);
                database.load();
                return database;
            });
        } catch (MirrorException e) {
            store.closeImmediately();
            throw e;
        }
    }

    /** Notes what a database with new tables begins with. */
    static void begin(Path file, String mark) throws MirrorException {
        h2(() -> {
            try (MVStore store = store(file)) {
                MVMap<String, String> notes = notes(store);
                notes.put(HEAD, "0");
                notes.put(ROWS, "0");
                notes.put(MARK, mark);
                store.commit();
                store.sync();
            }
            return null;
        });
    }

    private static MVStore store(Path file) {
        PrivateFiles.prepare(file);
        return new MVStore.Builder()
                .fileName(file.toString())
                .autoCommitDisabled()
                .autoCommitBufferSize(NEVER_KB)
                .cacheSize(CACHE_MB)
                .cacheConcurrency(1)
                .open();
    }

    private static MVMap<String, String> notes(MVStore store) {
        return store.openMap(
                NOTES,
                new MVMap.Builder<String, String>()
                        .keyType(StringDataType.INSTANCE)
                        .valueType(StringDataType.INSTANCE));
    }

    private void load() {
        if (notes.get(HEAD) == null || notes.get(ROWS) == null || notes.get(MARK) == null) {
            throw new IllegalStateException("the mirror's notes are gone");
        }
        head = Long.parseLong(notes.get(HEAD));
        rows = Long.parseLong(notes.get(ROWS));
        last = lastKey();
    }

    private long lastKey() {
        Long key = events.lastKey();
        return key == null ? 0 : key;
    }

    /** Up to this order-id everything visible in the log is here. */
    synchronized long head() {
        return head;
    }

    /** The highest order-id of a row, 0 when there is none. */
    synchronized long lastRow() {
        return last;
    }

    /** How many rows are missing, as after damage: those that should be there, less those that are. */
    synchronized long missing() throws MirrorException {
        return h2(() -> Math.max(0, rows - events.sizeAsLong()));
    }

    /** How many rows there should be. */
    synchronized long rows() {
        return rows;
    }

    /**
     * How many rows up to an order-id are here and should be: neither what is missing counts, nor what someone added. Takes
     * no longer with more rows.
     */
    synchronized long rowsUpTo(long orderId) throws MirrorException {
        return h2(() -> {
            long index = events.getKeyIndex(orderId);
            long there = index >= 0 ? index + 1 : -index - 1;
            long above = events.sizeAsLong() - there;
            return Math.min(there, rows - above);
        });
    }

    /** The mark of the last clean stop or start, see {@link PairingMarker}. */
    synchronized String mark() throws MirrorException {
        return h2(() -> notes.get(MARK));
    }

    /** Sets the mark and makes all that was stored before durable. */
    synchronized void mark(String mark) throws MirrorException {
        changing(() -> notes.put(MARK, mark));
        checkpoint();
    }

    /**
     * Adds events after the last row and moves the head; not yet durable.
     *
     * @param added order-ids rising and above {@link #lastRow()}
     * @param newHead at least the last event's order-id
     */
    synchronized void add(List<Event> added, long newHead) throws MirrorException {
        changing(() -> {
            for (Event event : added) {
                append(event);
            }
            rows += added.size();
            head = newHead;
            noteHeadAndRows();
            return null;
        });
        if (gathered >= WRITE_BYTES) {
            write();
        }
    }

    private void append(Event event) {
        long orderId = event.orderId();
        if (orderId <= last) {
            throw new IllegalArgumentException("row " + orderId + " cannot be added after row " + last);
        }
        SearchRow row = RowCodec.encode(MirrorRow.of(event, last));
        gathered += row.getMemory();
        if (row.getMemory() > LARGE_ROW_BYTES) {
            // Else the leaf that holds it is written again with each of the rows that follow.
            rowsToPut = ROWS_OF_A_LEAF;
        }
        if (rowsToPut > 0) {
            rowsToPut--;
            events.put(orderId, RowCodec.committed(row));
        } else {
            events.append(orderId, RowCodec.committed(row));
        }
        last = orderId;
    }

    private void noteHeadAndRows() {
        notes.put(HEAD, String.valueOf(head));
        notes.put(ROWS, String.valueOf(rows));
    }

    /** One row, or null. */
    synchronized MirrorRow row(long orderId) throws MirrorException {
        return h2(() -> {
            VersionedValue<SearchRow> found = events.get(orderId);
            return found == null ? null : RowCodec.decode(found);
        });
    }

    /**
     * Rows in order.
     *
     * @param after only rows above it
     * @param upTo only rows up to it
     * @param maxRows how many at most
     * @param maxChars about so much at most, at least one row
     */
    synchronized List<MirrorRow> rows(long after, long upTo, int maxRows, long maxChars) throws MirrorException {
        return h2(() -> {
            List<MirrorRow> page = new ArrayList<>();
            long chars = 0;
            Cursor<Long, VersionedValue<SearchRow>> cursor = events.cursor(after + 1);
            while (page.size() < maxRows && cursor.hasNext()) {
                long orderId = cursor.next();
                chars += RowCodec.chars(cursor.getValue());
                if (orderId > upTo || !page.isEmpty() && chars > maxChars) {
                    break;
                }
                page.add(RowCodec.decode(cursor.getValue()));
            }
            return page;
        });
    }

    /** Removes rows above an order-id, which the log does not have, and moves the head down to it. Returns how many. */
    synchronized int trim(long orderId) throws MirrorException {
        List<Long> above = h2(() -> {
            List<Long> keys = new ArrayList<>();
            Iterator<Long> each = events.keyIterator(orderId + 1);
            while (each.hasNext()) {
                keys.add(each.next());
            }
            return keys;
        });
        changing(() -> {
            int removed = remove(above);
            head = Math.min(head, orderId);
            noteHeadAndRows();
            return removed;
        });
        write();
        return above.size();
    }

    private int remove(List<Long> orderIds) {
        int removed = 0;
        for (Long orderId : orderIds) {
            removed += events.remove(orderId) == null ? 0 : 1;
        }
        rows -= removed;
        last = lastKey();
        return removed;
    }

    /** Up to which order-id the stream's rows were removed and their bytes erased; 0 when never. */
    synchronized long erased(String stream) throws MirrorException {
        return h2(() -> erased.getOrDefault(stream, 0L));
    }

    /** Notes that {@link #delete} and {@link MirrorFile#compact} went through for a stream. */
    synchronized void noteErased(String stream, long upTo) throws MirrorException {
        changing(() -> erased.put(stream, upTo));
        write();
    }

    /** Removes the given rows and notes that {@link #compactionDue}. */
    synchronized void delete(List<Long> orderIds) throws MirrorException {
        changing(() -> {
            remove(orderIds);
            notes.put(COMPACT, DUE);
            noteHeadAndRows();
            return null;
        });
        write();
    }

    /** Whether rows were removed whose bytes may still stand in the file. */
    synchronized boolean compactionDue() throws MirrorException {
        return h2(() -> DUE.equals(notes.get(COMPACT)));
    }

    /** Notes that the file was compacted. */
    synchronized void compacted() throws MirrorException {
        changing(() -> notes.put(COMPACT, "done"));
        write();
    }

    /**
     * Where each event belongs: order-ids with their stream names, in order.
     *
     * @param maxRows how many at most
     * @throws MirrorException also when a row is of no stream, as no row is that was written here
     */
    synchronized Map<Long, String> streamNames(long after, int maxRows) throws MirrorException {
        return h2(() -> {
            Map<Long, String> names = new LinkedHashMap<>();
            Cursor<Long, VersionedValue<SearchRow>> cursor = events.cursor(after + 1);
            while (names.size() < maxRows && cursor.hasNext()) {
                long orderId = cursor.next();
                String name = RowCodec.streamName(cursor.getValue());
                if (name == null) { // H2 does not notice every damage of a page
                    throw new IllegalStateException("row " + orderId + " is of no stream");
                }
                names.put(orderId, name);
            }
            return names;
        });
    }

    /** For quiet times: writes what has waited, and now and then puts half-empty parts of the file together. */
    synchronized void rest() throws MirrorException {
        long now = System.nanoTime();
        if (gathered > 0 && now - writtenAt >= WRITE_NANOS) {
            write();
        }
        if (now - tidiedAt >= TIDY_NANOS) {
            tidiedAt = now;
            changing(() -> store.compact(FULL_PERCENT, (int) WRITE_BYTES));
        }
    }

    /** Makes all that was stored survive a power cut. */
    synchronized void checkpoint() throws MirrorException {
        write();
        changing(() -> {
            store.sync();
            return null;
        });
    }

    /** Hands what has gathered to the system. */
    private void write() throws MirrorException {
        changing(store::commit);
        gathered = 0;
        writtenAt = System.nanoTime();
    }

    /** Writes what has gathered, unless something failed: then the file stays as it was before. */
    @Override
    public synchronized void close() throws MirrorException {
        if (broken) {
            store.closeImmediately();
        } else {
            changing(() -> {
                store.close();
                return null;
            });
        }
    }

    /** Runs what changes the maps; after a failure nothing is written any more. */
    private <T> T changing(Supplier<T> work) throws MirrorException {
        try {
            return h2(work);
        } catch (MirrorException | RuntimeException | Error e) {
            broken = true;
            throw e;
        }
    }

    private static <T> T h2(Supplier<T> work) throws MirrorException {
        try {
            return work.get();
        } catch (RuntimeException | AssertionError | VirtualMachineError e) {
            // H2 meets damage with whatever comes: its own exceptions, an index out of bounds, more memory asked for
            // than there is because a length is wrong.
            throw new MirrorException(e);
        }
    }
}
