// SPDX-License-Identifier: Apache-2.0
package io.photon.store.file;

import io.photon.event.Event;
import io.photon.store.StoreException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/** Logs in which single events are damaged: one bit of the bytes of each is another one. For tests of all rooms. */
public final class DamagedLog {

    /** Behind the envelope's beginning: in the name of the stream, which is no matter to framing. */
    private static final int IN_THE_LINE = 45;

    private DamagedLog() {}

    /** A log of these events, each in a group of its own, opened again after the damage. */
    public static FileEventStore of(List<Event> events, FileEventStore.Limits limits, Event... damaged)
            throws StoreException {
        FaultyDisk disk = new FaultyDisk();
        FileEventStore store = FileEventStore.open(disk, limits, RecordSource.NONE, Runnable::run);
        for (Event event : events) {
            store.append(List.of(event));
        }
        store.close();
        for (Event event : damaged) {
            damage(disk, event.orderId());
        }
        return FileEventStore.open(disk, limits, RecordSource.NONE, Runnable::run);
    }

    /** A second copy that has everything and comes later, as a database does that is opened. */
    public static final class LateCopy implements RecordSource {
        private final RecordSource copy;
        private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
        private volatile boolean isThere;

        public LateCopy(List<Event> events) {
            copy = StoreOnFaultyDisk.copyOf(events);
        }

        /** It is there from now on. */
        public void come() {
            isThere = true;
            listeners.forEach(Runnable::run);
        }

        @Override
        public List<CopiedRecord> between(long after, long upTo, int max) throws Unreadable {
            return isThere ? copy.between(after, upTo, max) : List.of();
        }

        @Override
        public long generation() {
            return isThere ? 1 : 0;
        }

        @Override
        public boolean mayStillCome() {
            return !isThere;
        }

        @Override
        public void whenMore(Runnable task) {
            listeners.add(task);
        }
    }

    static void damage(FaultyDisk disk, long orderId) {
        for (String name : disk.list()) {
            int at = name.endsWith(".log") ? indexOf(disk.content(name), orderId) : -1;
            if (at >= 0) {
                disk.corrupt(name, at, new byte[] {(byte) (disk.content(name)[at] ^ 1)});
                return;
            }
        }
        throw new AssertionError("no event " + orderId + " in the log");
    }

    /** Damages an event in a folder, where no store is open. */
    public static void damage(Path folder, long orderId) throws IOException {
        damage(folder, orderId, false);
    }

    /**
     * Damages an event that is the first of its group, and the header of the group, in a folder where no store is open: how much
     * of the group was its own is lost.
     */
    public static void damageGroup(Path folder, long firstOrderId) throws IOException {
        damage(folder, firstOrderId, true);
    }

    private static void damage(Path folder, long orderId, boolean withHeader) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".log")).toList()) {
                byte[] bytes = Files.readAllBytes(file);
                int at = indexOf(bytes, orderId);
                if (at >= 0) {
                    bytes[at] ^= 1;
                    if (withHeader) {
                        bytes[at - IN_THE_LINE - SegmentFormat.RECORD_HEADER - SegmentFormat.GROUP_HEADER] ^= 1;
                    }
                    Files.write(file, bytes);
                    return;
                }
            }
        }
        throw new AssertionError("no event " + orderId + " in " + folder);
    }

    /** Of a byte in the event's line, or -1. */
    private static int indexOf(byte[] segment, long orderId) {
        byte[] start = ("{\"order-id\":" + orderId + ",").getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i + IN_THE_LINE < segment.length; i++) {
            int n = 0;
            while (n < start.length && segment[i + n] == start[n]) {
                n++;
            }
            if (n == start.length) {
                return i + IN_THE_LINE;
            }
        }
        return -1;
    }
}
