// SPDX-License-Identifier: Apache-2.0
package io.photon.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.cli.command.Shell;
import io.photon.testing.Seed;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** docs/reliability scenario 12: the daemon's own clock is a false one, that of the machine stays as it is. */
class ClockStepSystemTest {

    private static final long HOUR_S = 3_600;

    @TempDir
    Path home;

    @ParameterizedTest
    @ValueSource(strings = {"file", "h2"})
    void orderIdsRiseOverRestartsWithTheClockAnHourBackAndADayAhead(String backend) throws Exception {
        FalseClock clock = new FalseClock(home.resolve("clock"));
        List<Long> answered = new ArrayList<>();
        for (long offsetS : new long[] {0, -HOUR_S, 24 * HOUR_S, -HOUR_S}) {
            clock.set(offsetS);
            try (DaemonProcess daemon = DaemonProcess.start(home, clock.environment(), "-db.backend", backend)) {
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

    /** docs/reliability scenario 31. */
    @ParameterizedTest
    @ValueSource(strings = {"file", "h2", "memory"})
    void boundsGivenAsTimesGoByEventTimeAfterAClockIn1970AndOneFiveYearsAhead(String backend) throws Exception {
        FalseClock clock = new FalseClock(home.resolve("clock"));
        clock.set(-System.currentTimeMillis() / 1_000 + 86_400); // the second day of 1970
        try (DaemonProcess daemon = DaemonProcess.start(home, clock.environment(), "-db.backend", backend)) {
            HttpDoor http = daemon.http();
            long early = http.stored(event(0));
            clock.set(5 * 365 * 24 * HOUR_S);
            long ahead = http.stored(event(1));
            clock.set(0);
            long before = http.stored(event(2));
            String since = Long.toString(timeOf(http.replay("clock").get(2)) + 1);
            clock.set(60);
            long after = http.stored(event(3));
            requireRising(List.of(99_999_999_999_999L, early, ahead, before, after));

            assertEquals(List.of(ahead, after), replayed(http, "--from", since));
            assertEquals(List.of(early, before), replayed(http, "--to", since));
            assertEquals(List.of(after, ahead), replayed(http, "--from", since, "--backwards"));
            assertEquals(List.of(ahead, before, after), replayed(http, "--from", "-1h"));
            assertEquals(List.of(early), replayed(http, "--to", "2001-01-01T00:00:00Z"));

            http.json("/ready");
            create(http);
            assertEquals("3", value(http, since), "the early one, the one ahead, and the one before");
            assertEquals("1", value(http, "2001-01-01T00:00:00Z"));
            assertEquals("4", value(http, Long.toString(System.currentTimeMillis() + 120_000)));

            Path backup = home.resolve("clock.backup");
            assertEquals(0, photon(http, "backup", "--file", backup.toString()).code());
            Path part = home.resolve("part.backup");
            assertEquals(
                    0,
                    photon(http, "backup", "--from", since, "--file", part.toString())
                            .code());
            assertEquals(List.of(ahead, before, after), orderIds(part), "a backup is a range without gaps");
            try (DaemonProcess other = DaemonProcess.start(home.resolve("other"), "-db.backend", backend)) {
                Shell.Ran restored = photon(other.http(), "restore", "--until", since, backup.toString());
                assertEquals(0, restored.code(), restored.err());
                assertEquals(List.of(early, before), replayed(other.http()));
                restored = photon(other.http(), "restore", "--dry-run", backup.toString());
                assertTrue(restored.code() == 4, "what was left out lies below the head now: " + restored.err());
            }
        }
    }

    /** A command in this process: the clock that is false is the daemon's, and a process for each costs more than all else. */
    private static Shell.Ran photon(HttpDoor http, String... words) {
        Shell shell = new Shell(http.base().toString());
        shell.environment.put("PHOTON_TOKEN", http.token());
        return shell.run(words);
    }

    private static void create(HttpDoor http) throws Exception {
        assertEquals(
                200,
                http.post(
                                "/api/projection",
                                "application/json",
                                "{\"projection-name\":\"count\",\"stream-name\":\"clock\",\"language\":\"javascript\","
                                        + "\"reduction\":\"function(prev, next) { return prev + 1; }\",\"initial-value\":\"0\"}")
                        .statusCode());
    }

    private static String value(HttpDoor http, String at) throws Exception {
        return http.get("/api/projection/count/value?at=" + at).body().strip();
    }

    private static List<Long> orderIds(Path backup) throws Exception {
        return Files.readAllLines(backup).stream()
                .filter(line -> line.contains("\"event-type\":\"Ticked\""))
                .map(Producer::orderIdOf)
                .toList();
    }

    private static List<Long> replayed(HttpDoor http, String... bounds) {
        List<String> words = new ArrayList<>(List.of("replay", "clock", "--type", "cold"));
        words.addAll(List.of(bounds));
        Shell.Ran replay = photon(http, words.toArray(String[]::new));
        assertEquals(0, replay.code(), replay.err());
        return replay.out().lines().map(Producer::orderIdOf).toList();
    }

    private static long timeOf(String line) {
        int at = line.indexOf("\"event-time\":") + 13;
        return Long.parseLong(line.substring(at, line.indexOf(',', at)));
    }

    @Test
    void orderIdsRiseAndALiveReaderMissesNothingWhileTheClockJumps() throws Exception {
        long seed = Seed.any();
        System.out.println("ClockStepSystemTest seed " + seed);
        Random random = new Random(seed);
        FalseClock clock = new FalseClock(home.resolve("clock"));
        ExecutorService pool = Executors.newSingleThreadExecutor();
        try (DaemonProcess daemon = DaemonProcess.start(home, clock.environment(), "-db.backend", "file")) {
            int steps = 30;
            int eventsPerStep = 20;
            Future<List<Long>> live = pool.submit(() -> follow(daemon, steps * eventsPerStep));
            List<Long> answered = new ArrayList<>();
            for (int step = 0; step < steps; step++) {
                long[] offsets = {-HOUR_S, HOUR_S, 24 * HOUR_S, random.nextInt(7) - 3, -24 * HOUR_S};
                long offsetS = offsets[random.nextInt(offsets.length)];
                clock.set(offsetS);
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
        long offMs = Math.abs(timeOf(line) - System.currentTimeMillis() - offsetS * 1_000);
        assertTrue(offMs < 30_000, "event-time is " + offMs + " ms off the false clock: " + line);
    }

    private static void requireRising(List<Long> orderIds) {
        for (int i = 1; i < orderIds.size(); i++) {
            assertTrue(orderIds.get(i) > orderIds.get(i - 1), orderIds.get(i) + " after " + orderIds.get(i - 1));
        }
    }

    private static String event(int n) {
        return "{\"stream-name\":\"clock\",\"event-type\":\"Ticked\",\"payload\":" + n + "}";
    }
}
