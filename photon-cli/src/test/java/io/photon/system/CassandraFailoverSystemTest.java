// SPDX-License-Identifier: Apache-2.0
package io.photon.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.photon.system.PhotonsOnCassandra.Node;
import io.photon.testing.CassandraProcess;
import io.photon.testing.Eventually;
import io.photon.testing.Pause;
import io.photon.testing.Seed;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Photons over a real Cassandra that forces each write, while writers are killed and stopped, nodes of Cassandra too, and connections
 * are cut after an append was sent, and the clocks of the Photons are days apart and step. What clients were told is checked against what is stored, by {@code photon check-history}.
 */
class CassandraFailoverSystemTest {

    private static final HttpDoor NO_DOOR = new HttpDoor(URI.create("http://localhost:1"), "");
    private static final String STREAM = "s";
    private static final int CLIENTS = 6;
    /** Kinds of faults; the last one is for long runs. */
    private static final int FAULTS = 7;

    private static final List<Long> CLOCK_STEPS_S = List.of(-48 * 3_600L, -3_600L, 0L, 3_600L, 48 * 3_600L);
    /** With a faulty store an answer may take twice the time-out, and a loaded machine its time. */
    private static final int LIMIT_S = 120;

    @TempDir
    Path home;

    private final List<Thread> threads = new ArrayList<>();
    private final ConcurrentLinkedQueue<Throwable> wrong = new ConcurrentLinkedQueue<>();
    private volatile boolean over;

    @BeforeEach
    void needsCassandra() {
        CassandraProcess.required();
    }

    @Test
    void aKilledAndAStoppedWriterAreReplacedWithinSeconds() throws Exception {
        List<Long> took = replacements(1, 2, 1);
        assertTrue(Collections.max(took) < 20_000, "ms until another has stored: " + took);
    }

    /** The figures of docs/performance.md: printed, and the bound of docs/cassandra.md. */
    @Test
    @Tag("soak")
    void eachOfManyKilledAndStoppedWritersIsReplacedWithinTenSeconds() throws Exception {
        List<Long> took =
                replacements(Integer.getInteger("photon.cassandras", 3), 3, Integer.getInteger("photon.kills", 20));
        assertTrue(Collections.max(took) < 10_000, "ms until another has stored: " + took);
    }

    /** @return how long it took, in ms, after each kill, and then after each stop */
    private List<Long> replacements(int servers, int photons, int times) throws Exception {
        List<Long> took = new ArrayList<>();
        Path file = historyFile("replacements-" + times);
        try (PhotonsOnCassandra all = new PhotonsOnCassandra(home, servers, photons);
                HistoryFile history = new HistoryFile(file)) {
            for (int i = 0; i < 2 * times; i++) {
                boolean isKill = i < times;
                Node writer = all.writer();
                assertEquals("ok", history.emit(writer.http(), STREAM, "before-" + i), writer::stderr);
                long from = System.nanoTime();
                if (isKill) {
                    writer.kill();
                } else {
                    writer.signal("STOP");
                }
                storedElsewhere(all, writer, history, "after-" + i);
                long ms = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - from);
                took.add(ms);
                System.out.println(
                        "CassandraFailoverSystemTest " + (isKill ? "kill " : "stop ") + i + " ms " + ms + " load "
                                + ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
                if (isKill) {
                    all.start(writer);
                } else {
                    writer.signal("CONT");
                    history.emit(writer.http(), STREAM, "late-" + i);
                }
            }
            ended(all, history);
        }
        report("kill", took.subList(0, times));
        report("stop", took.subList(times, 2 * times));
        check(file);
        return took;
    }

    private static void storedElsewhere(PhotonsOnCassandra all, Node gone, HistoryFile history, String key) {
        Eventually.within(
                LIMIT_S,
                () -> {
                    for (Node node : all.nodes()) {
                        if (node != gone
                                && history.emit(node.http(), STREAM, key).equals("ok")) {
                            return true;
                        }
                    }
                    Pause.millis(20); // the history is to stay short
                    return false;
                },
                () -> "no other Photon stores after " + key);
    }

    private static void report(String what, List<Long> took) {
        List<Long> sorted = took.stream().sorted().toList();
        System.out.println("CassandraFailoverSystemTest " + what + ": " + sorted.size() + " times, ms p50 "
                + sorted.get(sorted.size() / 2) + " max " + sorted.get(sorted.size() - 1));
    }

    @Test
    void theHistoryIsRightWhileAWriterAConnectionAClockAndTheStoreFail() throws Exception {
        randomFaults(1, 2, 6, 0);
    }

    /** Ten minutes, or {@code -Dphoton.minutes}. */
    @Test
    @Tag("soak")
    void theHistoryIsRightAfterMinutesOfRandomFaults() throws Exception {
        randomFaults(Integer.getInteger("photon.cassandras", 3), 3, 10, Integer.getInteger("photon.minutes", 10));
    }

    private void randomFaults(int servers, int photons, int atLeast, int minutes) throws Exception {
        long seed = Seed.any();
        System.out.println("CassandraFailoverSystemTest seed " + seed);
        Random random = new Random(seed);
        Path file = historyFile("faults-" + minutes);
        try (PhotonsOnCassandra all = new PhotonsOnCassandra(home, servers, photons);
                HistoryFile history = new HistoryFile(file)) {
            for (int i = 0; i < CLIENTS; i++) {
                int client = i;
                long clientSeed = random.nextLong();
                background("client-" + i, () -> emit(all, history, client, new Random(clientSeed)));
            }
            all.nodes().forEach(node -> background("reader of " + node.name, () -> read(node, history)));
            long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(minutes);
            int faults = 0;
            while (faults < atLeast || System.nanoTime() < end) {
                progress(all, history);
                fault(all, random, faults < FAULTS - 1 ? faults : random.nextInt(FAULTS));
                faults++;
            }
            progress(all, history);
            over = true;
            for (Thread thread : threads) {
                thread.join(TimeUnit.SECONDS.toMillis(LIMIT_S));
                assertTrue(!thread.isAlive(), thread.getName() + " does not end");
            }
            assertEquals(List.of(), List.copyOf(wrong));
            int stored = ended(all, history);
            System.out.println("CassandraFailoverSystemTest faults " + faults + " cuts "
                    + all.proxies().stream().mapToInt(CuttingProxy::cutsMade).sum() + " stored " + stored);
        } finally {
            over = true;
        }
        check(file);
    }

    /** Something is stored that was asked for after this. */
    private void progress(PhotonsOnCassandra all, HistoryFile history) {
        long before = history.stored() + CLIENTS; // what was under way has come by then
        Eventually.within(
                LIMIT_S,
                () -> history.stored() > before || !wrong.isEmpty(),
                () -> "nothing is stored any more: " + all.nodes().get(0).stderr());
        assertEquals(List.of(), List.copyOf(wrong));
    }

    private void fault(PhotonsOnCassandra all, Random random, int kind) throws IOException {
        CassandraProcess server = all.servers().get(random.nextInt(all.servers().size()));
        switch (kind) {
            case 0 -> {
                Node writer = all.writer();
                writer.kill();
                all.start(writer);
            }
            case 1 -> {
                Node writer = all.writer();
                writer.signal("STOP");
                rest(random, 12_000);
                writer.signal("CONT");
            }
            case 2, 3 ->
                all.proxies().get(random.nextInt(all.proxies().size())).cutAfterRequests(1 + random.nextInt(5));
            case 4 -> {
                server.kill();
                rest(random, 3_000);
                server.start();
            }
            case 5 -> {
                Node writer = all.writer();
                writer.clock.set(CLOCK_STEPS_S.get(random.nextInt(CLOCK_STEPS_S.size())));
            }
            default -> {
                server.signal("STOP");
                rest(random, 8_000);
                server.signal("CONT");
            }
        }
    }

    /** How long a fault lasts. */
    private static void rest(Random random, int mostMs) {
        Pause.random(random, 500, mostMs);
    }

    /** A client that stays with the Photon that stores, and sends again what it does not know the outcome of. */
    private void emit(PhotonsOnCassandra all, HistoryFile history, int client, Random random) {
        int at = client;
        for (int i = 0; !over; i++) {
            String key = client + "-" + i;
            boolean again = true;
            for (int attempt = 0; again && attempt < 5 && !over; attempt++) {
                Node node = all.nodes().get(at % all.nodes().size());
                String outcome = history.emit(node.http(), STREAM, key);
                again = outcome.equals("unknown") && random.nextBoolean();
                if (!outcome.equals("ok")) {
                    at++;
                    Pause.millis(20); // as a client does that is refused
                }
            }
            Pause.random(random, 0, 40); // the history is to stay readable
        }
    }

    /** A reader that goes on where it was, whatever becomes of the Photon that it asks. */
    private void read(Node node, HistoryFile history) {
        long from = 0;
        while (!over) {
            try {
                from = history.read(node.http(), node.name, STREAM, from, false);
            } catch (IOException e) {
                Pause.millis(50); // it is gone, and comes back
            }
            Pause.millis(100); // the history is to stay readable
        }
    }

    private void background(String name, Runnable work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (RuntimeException | Error e) {
                        wrong.add(e);
                    }
                },
                name);
        thread.setDaemon(true);
        threads.add(thread);
        thread.start();
    }

    /** The log, and what each Photon says of it in the end. @return how many events there are */
    private int ended(PhotonsOnCassandra all, HistoryFile history) throws IOException {
        Node writer = all.writer();
        Eventually.within(
                LIMIT_S,
                () -> history.emit(all.writer().http(), STREAM, "the last").equals("ok"),
                () -> "the last event is not stored: " + writer.stderr());
        List<String> log = writer.http().replay(STREAM);
        int events = log.size();
        requireClocksApart(log);
        for (Node node : all.nodes()) { // one whose connections were cut shows its copy until it has others
            Eventually.within(
                    LIMIT_S,
                    () -> node.http().replay(STREAM).size() >= events,
                    () -> node.name + " does not show all " + events + " events: " + node.stderr());
            history.read(node.http(), node.name + " in the end", STREAM, 0, true);
        }
        return history.log(writer.http(), STREAM);
    }

    /** Else it would prove nothing of clocks. */
    private static void requireClocksApart(List<String> log) throws IOException {
        LongSummaryStatistics times = new LongSummaryStatistics();
        for (String event : log) {
            times.accept(HttpDoor.JSON.readTree(event).get("event-time").longValue());
        }
        long apartS = TimeUnit.MILLISECONDS.toSeconds(times.getMax() - times.getMin());
        assertTrue(apartS > PhotonsOnCassandra.CLOCKS_APART_S / 2, "only " + apartS + " s apart: " + times);
    }

    /** Kept below {@code target} where the run was long. */
    private Path historyFile(String name) throws IOException {
        boolean isKept = System.getProperty("photon.groups", "").contains("soak");
        Path folder = isKept ? Path.of(System.getProperty("photon.root", "..")).resolve("target/histories") : home;
        return Files.createDirectories(folder).resolve(name + ".ndjson");
    }

    private void check(Path history) throws Exception {
        PhotonProcess checked = PhotonProcess.run(home, NO_DOOR, "check-history", history.toString());
        System.out.println("CassandraFailoverSystemTest " + checked.out().strip());
        assertEquals(0, checked.code(), checked.toString());
        JsonNode verdict = HttpDoor.JSON.readTree(checked.out());
        assertTrue(verdict.get("correct").booleanValue(), checked.out());
        assertTrue(verdict.get("ok").longValue() > 0, checked.out());
        assertTrue(verdict.get("failed").longValue() > 0, "a standby refuses: " + checked.out());
    }
}
