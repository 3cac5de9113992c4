// SPDX-License-Identifier: Apache-2.0
package io.photon.store.h2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.event.Event;
import io.photon.event.StreamNames;
import io.photon.store.AroundDamage;
import io.photon.store.EventReader;
import io.photon.store.EventStore;
import io.photon.store.Page;
import io.photon.store.ReadRequest;
import io.photon.store.StoreException;
import io.photon.store.file.FileEventStore.Limits;
import io.photon.store.file.RecordSource;
import io.photon.store.h2.MirrorOpening.Opened;
import io.photon.testing.Eventually;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Faults of the log and of the database together: damage of either, an older copy of the log of the same run, a run with
 * the database locked, a kill. Whatever a start makes of it: an event that could be read in any file before can be read
 * in one afterwards, and a store that goes on unasked without one has set the file aside that has it.
 */
class TwoFaultsTest extends TwoCopies {

    private static final long BOTH = FIRST + 150;
    private static final long LAST = FIRST + 249;
    private static final long LATER = FIRST + 1_000;
    private static final int BLOCK = 4_096;
    private static final Set<String> AT_REST = Set.of("following", "kept", "refused", "waiting");

    /** The stores that each round begins with a copy of one of, and an older copy of the log of the first. */
    private MirrorFile killed;

    private MirrorFile stopped;
    private Path older;

    @Override
    Limits limits() {
        return new Limits(16 * 1024, 10_000);
    }

    @Test
    void noEventIsLostToTwoFaultsAtOnce() throws Exception {
        rounds(14, 411);
    }

    @Test
    @Tag("soak")
    void noEventIsLostToTwoFaultsAtOnceInFiveHundredRounds() throws Exception {
        rounds(Integer.getInteger("photon.rounds", 500), System.nanoTime());
    }

    private void rounds(int rounds, long seed) throws Exception {
        begin();
        int refused = 0;
        for (int round = 0; round < rounds; round++) {
            refused += round(round, seed, new Random(seed + round)) ? 0 : 1;
        }
        assertTrue(refused < rounds, "some starts go well");
    }

    private void begin() throws Exception {
        store.open();
        store.append(FIRST, (int) (BOTH - FIRST));
        store.awaitFollowing();
        older = directory.resolve("older");
        H2Harness.copyTree(file.log(), older);
        store.append(BOTH, (int) (LAST + 1 - BOTH));
        store.awaitMirrored();
        Eventually.holds("it is written", () -> {
            killed = copy(file, "killed");
            return contents(killed).size() == LAST + 1 - FIRST
                    && rows(killed.path()).size() == LAST + 1 - FIRST;
        });
        store.close();
        stopped = copy(file, "stopped");
    }

    private MirrorFile copy(MirrorFile from, String name) throws IOException {
        Path folder = directory.resolve(name);
        if (Files.exists(folder)) {
            MirrorFile.eraseTree(folder);
        }
        Files.createDirectory(folder);
        MirrorFile copy = new MirrorFile(folder.resolve("photon.h2"));
        H2Harness.copyTree(from.log(), copy.log());
        Files.copy(from.path(), copy.path());
        return copy;
    }

    /** Returns whether the last start went well. */
    private boolean round(int round, long seed, Random random) throws Exception {
        List<String> what = new ArrayList<>();
        boolean old = random.nextInt(3) == 0;
        boolean kill = random.nextBoolean() || old && random.nextBoolean(); // else the two marks tell
        MirrorFile here = copy(kill ? killed : stopped, "round-" + round);
        if (old) {
            MirrorFile.eraseTree(here.log());
            H2Harness.copyTree(older, here.log());
            what.add("an older log");
        }
        if (random.nextBoolean()) {
            what.add(damageLog(here, random));
        }
        if (random.nextBoolean()) {
            what.add(damageDatabase(here.path(), random));
        }
        Set<Event> before = contents(here);
        H2Harness opened = new H2Harness(here, limits());
        if (random.nextBoolean()) {
            what.add("locked, " + locked(opened, here, before));
        }
        String where = "seed " + seed + " round " + round + ": " + what;
        Set<Event> served = new HashSet<>();
        boolean well = opens(opened);
        try {
            if (well) {
                opened.awaitMeter(meter -> AT_REST.contains(meter.state()));
                served.addAll(readable(opened.store()));
            }
        } finally {
            opened.close();
        }
        Set<Event> after = contents(here);
        assertEquals(List.of(), missing(before, after), where + ", went well: " + well);
        if (well && !missing(before, served).isEmpty()) {
            boolean kept = PairingMarker.read(here.log()).ahead() > 0
                    || !here.databasesAside().isEmpty()
                    || !here.logsAside().isEmpty();
            assertTrue(kept, where + " is not served: " + missing(before, served));
        }
        MirrorFile.eraseTree(here.path().getParent());
        return well;
    }

    private static List<Long> missing(Set<Event> wanted, Set<Event> there) {
        return wanted.stream()
                .filter(event -> !there.contains(event))
                .map(Event::orderId)
                .sorted()
                .toList();
    }

    private static boolean opens(H2Harness opened) throws Exception {
        try {
            opened.open();
            return true;
        } catch (StoreException refused) {
            return false;
        }
    }

    /** A run while another has the database open: what is answered in it is wanted, too. */
    private static String locked(H2Harness opened, MirrorFile here, Set<Event> wanted) throws Exception {
        if (!Files.exists(here.path())) {
            return "not there";
        }
        try (FileChannel channel = FileChannel.open(here.path(), StandardOpenOption.WRITE);
                FileLock lock = channel.lock()) {
            assertTrue(lock.isValid());
            if (!opens(opened)) {
                return "refused";
            }
            try {
                wanted.addAll(opened.append(LATER, 5));
            } finally {
                opened.close();
            }
            return "5 appended";
        }
    }

    private static String damageLog(MirrorFile here, Random random) throws IOException {
        if (random.nextInt(3) == 0) {
            Files.deleteIfExists(here.log().resolve("MANIFEST"));
            Files.deleteIfExists(here.log().resolve("MANIFEST.copy"));
            return "no manifest";
        }
        return ManyDamagesWithDatabaseTest.damage(here.log(), here.log(), random);
    }

    private static String damageDatabase(Path path, Random random) throws IOException {
        byte[] bytes = Files.readAllBytes(path);
        int at = random.nextInt(bytes.length);
        String what;
        switch (random.nextInt(4)) {
            case 0 -> {
                Arrays.fill(bytes, 0, 2 * BLOCK, (byte) 0);
                what = "database without a head";
            }
            case 1 -> {
                int from = at / BLOCK * BLOCK;
                Arrays.fill(bytes, from, Math.min(bytes.length, from + BLOCK), (byte) 0);
                what = "database with zeros at " + from;
            }
            case 2 -> {
                bytes = Arrays.copyOf(bytes, at);
                what = "database cut at " + at;
            }
            default -> {
                bytes[at] ^= (byte) (1 << random.nextInt(8));
                what = "database flipped at " + at;
            }
        }
        Files.write(path, bytes);
        return what;
    }

    /** All events that can be read in any of the store's files, those set aside too. */
    private Set<Event> contents(MirrorFile here) throws Exception {
        Set<Event> found = new HashSet<>();
        List<Path> logs = new ArrayList<>(here.logsAside());
        logs.add(here.log());
        for (Path log : logs) {
            Path copy = directory.resolve("looked-at.log");
            H2Harness.copyTree(log, copy);
            try (EventStore opened = H2Harness.LOGS.open(copy, RecordSource.NONE)) {
                found.addAll(readable(opened));
            } catch (StoreException e) {
                // nothing of it can be read
            }
            MirrorFile.eraseTree(copy);
        }
        List<Path> databases = new ArrayList<>(here.databasesAside());
        databases.add(here.path());
        for (Path database : databases) {
            found.addAll(rows(database));
        }
        return found;
    }

    private static Set<Event> readable(EventReader log) throws StoreException {
        Set<Event> found = new HashSet<>();
        long cursor = 0;
        Page page;
        do {
            page = AroundDamage.read(log, ReadRequest.forwards(StreamNames.ALL, cursor), gap -> {});
            found.addAll(page.events());
            cursor = page.cursor();
        } while (!page.end());
        return found;
    }

    private Set<Event> rows(Path database) throws IOException {
        Set<Event> found = new HashSet<>();
        MirrorFile copy = new MirrorFile(directory.resolve("looked-at"));
        Files.deleteIfExists(copy.path());
        if (!Files.exists(database)) {
            return found;
        }
        Files.copy(database, copy.path());
        Opened opened = new MirrorOpening(copy, Duration.ofSeconds(20)).openWhosever(copy.look(null));
        if (opened instanceof Opened.Open open) {
            try (MirrorDatabase rows = open.database()) {
                List<MirrorRow> page = rows.rows(0, Long.MAX_VALUE, 20, Long.MAX_VALUE);
                while (!page.isEmpty()) {
                    for (MirrorRow row : page) {
                        Event event = row.checked();
                        if (event != null) {
                            found.add(event);
                        }
                    }
                    page = rows.rows(page.get(page.size() - 1).orderId(), Long.MAX_VALUE, 20, Long.MAX_VALUE);
                }
            } catch (MirrorException | RuntimeException e) {
                // what comes after a bad page
            }
        }
        return found;
    }
}
