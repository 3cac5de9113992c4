// SPDX-License-Identifier: Apache-2.0
package io.photon.store.h2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.event.Event;
import io.photon.event.StreamNames;
import io.photon.store.EventReader;
import io.photon.store.EventStore;
import io.photon.store.Page;
import io.photon.store.ReadRequest;
import io.photon.store.StoreException;
import io.photon.store.file.FileEventStore;
import io.photon.store.file.disk.RealDisk;
import io.photon.store.h2.H2Options.Adopt;
import io.photon.store.h2.MirrorOpening.Opened;
import io.photon.testing.Eventually;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Opens the default backend at one place, again and again, and looks at both of its copies. */
final class H2Harness {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int PAGE_ROWS = 1_000;

    private final MirrorFile file;
    private final FileEventStore.Limits limits;
    private H2EventStore store;

    H2Harness(MirrorFile file) {
        this(file, FileEventStore.Limits.DEFAULT);
    }

    H2Harness(MirrorFile file, FileEventStore.Limits limits) {
        this.file = file;
        this.limits = limits;
    }

    void open() throws Exception {
        open(Adopt.NONE);
    }

    void open(Adopt adopt) throws Exception {
        open(new H2Options(file.prefix(), Duration.ofSeconds(20), Duration.ofSeconds(20), adopt));
    }

    void open(H2Options options) throws Exception {
        store = H2EventStore.open(options, limits);
    }

    EventStore store() {
        return store;
    }

    void close() throws Exception {
        if (store != null) {
            store.close();
            store = null;
        }
    }

    List<Event> append(long first, int count) throws Exception {
        List<Event> events = MirrorEvents.events(first, count, new Random(first));
        for (int from = 0; from < count; from += 100) {
            store.append(events.subList(from, Math.min(count, from + 100)));
        }
        return events;
    }

    /** All events of the log. */
    List<Event> events() throws Exception {
        List<Event> events = new ArrayList<>();
        Page page = store.read(ReadRequest.forwards(StreamNames.ALL, 0));
        events.addAll(page.events());
        while (!page.end()) {
            page = store.read(ReadRequest.forwards(StreamNames.ALL, page.cursor()));
            events.addAll(page.events());
        }
        return events;
    }

    /** All events of the closed database, each row checked. */
    List<Event> rows() throws Exception {
        MirrorOpening opening = new MirrorOpening(file, PATIENCE);
        Opened opened = opening.open(opening.readStoreId(), null);
        assertTrue(opened instanceof Opened.Open, opened.toString());
        List<Event> events = new ArrayList<>();
        try (MirrorDatabase database = ((Opened.Open) opened).database()) {
            assertEquals(0, database.missing());
            for (MirrorRow row : database.rows(0, Long.MAX_VALUE, 1_000_000, Long.MAX_VALUE)) {
                events.add(row.checked());
            }
        }
        return events;
    }

    /**
     * What a copy holds, of a size that does not grow with it.
     *
     * @param last the last order-id, 0 without events
     * @param gaps how many order-ids are not one above the one before
     * @param sha256 of all lines
     */
    record Contents(long events, long last, long gaps, String sha256) {}

    private static final class ContentsBuilder {
        private final MessageDigest digest = sha256();
        private long events;
        private long last;
        private long gaps;

        private static MessageDigest sha256() {
            try {
                return MessageDigest.getInstance("SHA-256");
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every Java has SHA-256", e);
            }
        }

        void add(Event event) {
            gaps += last != 0 && event.orderId() != last + 1 ? 1 : 0;
            last = event.orderId();
            events++;
            digest.update(event.array(), event.offset(), event.length());
            digest.update((byte) '\n');
        }

        Contents done() {
            return new Contents(events, last, gaps, HexFormat.of().formatHex(digest.digest()));
        }
    }

    /** The log, page by page. */
    Contents logContents() throws Exception {
        ContentsBuilder contents = new ContentsBuilder();
        Page page = store.read(ReadRequest.forwards(StreamNames.ALL, 0));
        page.events().forEach(contents::add);
        while (!page.end()) {
            page = store.read(ReadRequest.forwards(StreamNames.ALL, page.cursor()));
            page.events().forEach(contents::add);
        }
        return contents.done();
    }

    /** The closed database, page by page, each row checked. */
    Contents rowContents() throws Exception {
        MirrorOpening opening = new MirrorOpening(file, PATIENCE);
        Opened opened = opening.open(opening.readStoreId(), null);
        assertTrue(opened instanceof Opened.Open, opened.toString());
        ContentsBuilder contents = new ContentsBuilder();
        try (MirrorDatabase database = ((Opened.Open) opened).database()) {
            assertEquals(0, database.missing());
            List<MirrorRow> page = database.rows(0, Long.MAX_VALUE, PAGE_ROWS, Long.MAX_VALUE);
            while (!page.isEmpty()) {
                long last = 0;
                for (MirrorRow row : page) {
                    Event event = row.checked();
                    contents.add(event);
                    last = event.orderId();
                }
                page = database.rows(last, Long.MAX_VALUE, PAGE_ROWS, Long.MAX_VALUE);
            }
        }
        return contents.done();
    }

    void awaitMirrored() throws Exception {
        long head = store.lastOrderId();
        assertTrue(awaitMeter(meter -> meter.head() >= head), "the mirror did not catch up: " + store.stats());
    }

    /** Mirrored, and looked through. */
    void awaitFollowing() throws Exception {
        long head = store.lastOrderId();
        assertTrue(
                awaitMeter(meter -> meter.head() >= head && meter.state().equals("following")),
                "the mirror did not catch up: " + store.stats());
    }

    boolean awaitMeter(Predicate<MirrorMeter> wanted) throws InterruptedException {
        return store.meter().await(wanted, PATIENCE);
    }

    /** Nothing of what was deleted is left in log and mirror. */
    void awaitErased() {
        Eventually.holds(
                () -> store.erasure().pendingStreams() == 0, () -> "erasure takes too long: " + store.erasure());
    }

    /** Another program that has the database open; the caller ends it. */
    static Process lock(MirrorFile file) throws IOException {
        Process holder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        LockHolder.class.getName(),
                        file.url())
                .redirectErrorStream(true)
                .start();
        assertEquals("locked", holder.inputReader().readLine());
        return holder;
    }

    /** What may be set aside, for a log whose start went well. */
    static Asides asides(MirrorFile file, PairingMarker mark, EventReader log) throws IOException {
        return new Asides(file, mark, log, new AsideCleaner(file, LOGS), Long.MAX_VALUE / 4);
    }

    static final LogOpener LOGS = (directory, copies) -> {
        try {
            return FileEventStore.open(new RealDisk(directory), FileEventStore.Limits.DEFAULT, copies);
        } catch (IOException e) {
            throw new StoreException(StoreException.Kind.REFUSED, String.valueOf(e), e);
        }
    };

    static void copyTree(Path from, Path to) throws IOException {
        List<Path> all;
        try (Stream<Path> tree = Files.walk(from)) {
            all = tree.toList();
        }
        for (Path each : all) {
            Files.copy(each, to.resolve(from.relativize(each).toString()));
        }
    }
}
