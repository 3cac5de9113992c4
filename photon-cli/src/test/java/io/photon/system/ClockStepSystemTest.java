package io.photon.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RELIABILITY scenario 12: the daemon's own clock is a false one, that of the machine stays as it is. */
class ClockStepSystemTest {

    private static final long HOUR_S = 3_600;

    @TempDir
    Path home;

    @ParameterizedTest
    @ValueSource(strings = {"file", "h2"})
    void orderIdsRiseOverRestartsWithTheClockAnHourBackAndADayAhead(String backend) throws Exception {
        List<Long> answered = new ArrayList<>();
        for (long offsetS : new long[] {0, -HOUR_S, 24 * HOUR_S, -HOUR_S}) {
            try (DaemonProcess daemon = DaemonProcess.start(
                    home, falseClock(Map.of("FAKETIME", signed(offsetS))), "-db.backend", backend)) {
                for (int i = 0; i < 50; i++) {
                    answered.add(daemon.http().stored(event(i)));
                }
                List<String> lines = daemon.http().replay("__all__");
                assertEquals(answered, lines.stream().map(Producer::orderIdOf).toList());
                requireClock(lines.get(lines.size() - 1), offsetS);
                daemon.kill();
            }
        }
        requireRising(answered);
    }

    @Test
    void orderIdsRiseAndALiveReaderMissesNothingWhileTheClockJumps() throws Exception {
        long seed = System.nanoTime();
        System.out.println("ClockStepSystemTest seed " + seed);
        Random random = new Random(seed);
        Path clock = home.resolve("clock");
        Files.writeString(clock, "+0");
        ExecutorService pool = Executors.newSingleThreadExecutor();
        try (DaemonProcess daemon = DaemonProcess.start(
                home,
                falseClock(Map.of("FAKETIME_TIMESTAMP_FILE", clock.toString(), "FAKETIME_NO_CACHE", "1")),
                "-db.backend",
                "file")) {
            int steps = 30;
            int eventsPerStep = 20;
            Future<List<Long>> live = pool.submit(() -> follow(daemon, steps * eventsPerStep));
            List<Long> answered = new ArrayList<>();
            for (int step = 0; step < steps; step++) {
                long[] offsets = {-HOUR_S, HOUR_S, 24 * HOUR_S, random.nextInt(7) - 3, -24 * HOUR_S};
                long offsetS = offsets[random.nextInt(offsets.length)];
                Path next = home.resolve("clock.next");
                Files.writeString(next, signed(offsetS));
                Files.move(next, clock, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
                for (int i = 0; i < eventsPerStep; i++) {
                    answered.add(daemon.http().stored(event(i)));
                }
                List<String> lines = daemon.http().replay("clock");
                requireClock(lines.get(lines.size() - 1), offsetS);
            }
            requireRising(answered);
            assertEquals(answered, live.get(60, TimeUnit.SECONDS));
            assertEquals(0, daemon.stop());
        } finally {
            pool.shutdownNow();
        }
    }

    private static List<Long> follow(DaemonProcess daemon, int count) throws Exception {
        List<Long> seen = new ArrayList<>();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                daemon.http().open("/api/replay/__all__?type=hot-cold&limit=" + count), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.isEmpty()) {
                    seen.add(Producer.orderIdOf(line));
                }
            }
        }
        return seen;
    }

    /** The event's time is that of the false clock: else the test would prove nothing. */
    private static void requireClock(String line, long offsetS) {
        int at = line.indexOf("\"event-time\":") + 13;
        long eventTimeMs = Long.parseLong(line.substring(at, line.indexOf(',', at)));
        long offMs = Math.abs(eventTimeMs - System.currentTimeMillis() - offsetS * 1_000);
        assertTrue(offMs < 30_000, "event-time is " + offMs + " ms off the false clock: " + line);
    }

    private static void requireRising(List<Long> orderIds) {
        for (int i = 1; i < orderIds.size(); i++) {
            assertTrue(orderIds.get(i) > orderIds.get(i - 1), orderIds.get(i) + " after " + orderIds.get(i - 1));
        }
    }

    private static Map<String, String> falseClock(Map<String, String> settings) throws Exception {
        Path library = null;
        for (String folder : new String[] {"x86_64-linux-gnu", "aarch64-linux-gnu", "."}) {
            Path candidate = Path.of("/usr/lib", folder, "faketime/libfaketimeMT.so.1");
            library = Files.exists(candidate) ? candidate : library;
        }
        Requirement.met(library != null, "a false clock needs libfaketime: apt install faketime");
        Map<String, String> environment = new HashMap<>(settings);
        environment.put("LD_PRELOAD", library.toString());
        environment.put("FAKETIME_DONT_FAKE_MONOTONIC", "1");
        environment.put("FAKETIME_FORCE_MONOTONIC_FIX", "0"); // else every timed wait of the JVM spins
        return environment;
    }

    private static String signed(long seconds) {
        return String.format(Locale.ROOT, "%+d", seconds);
    }

    private static String event(int n) {
        return "{\"stream-name\":\"clock\",\"event-type\":\"Ticked\",\"payload\":" + n + "}";
    }
}
