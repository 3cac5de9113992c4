// SPDX-License-Identifier: Apache-2.0
package io.photon.store.h2;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.photon.event.Event;
import io.photon.store.file.FileEventStore.Limits;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Damages of every kind in the log while the database is whole: all of it comes back, in both. */
class ManyDamagesWithDatabaseTest extends TwoCopies {

    @Override
    Limits limits() {
        return new Limits(16 * 1024, 10_000);
    }

    @Test
    void whateverHappensToTheLogComesBackFromTheDatabase() throws Exception {
        rounds(8, System.nanoTime());
    }

    @Test
    @Tag("soak")
    void whateverHappensToTheLogComesBackFromTheDatabaseAHundredTimes() throws Exception {
        rounds(100, System.nanoTime());
    }

    private void rounds(int rounds, long seed) throws Exception {
        Path older = directory.resolve("older");
        store.open();
        List<Event> events = new ArrayList<>(store.append(FIRST, 200));
        store.close();
        H2Harness.copyTree(file.log(), older);
        store.open();
        events.addAll(store.append(FIRST + 200, 200));
        store.close();
        for (int round = 0; round < rounds; round++) {
            Random random = new Random(seed + round);
            Path again = Files.createDirectory(directory.resolve("round-" + round));
            MirrorFile copy = new MirrorFile(again.resolve("photon.h2"));
            H2Harness.copyTree(file.log(), copy.log());
            Files.copy(file.path(), copy.path());
            List<String> what = new ArrayList<>();
            for (int i = random.nextInt(3); i >= 0; i--) {
                what.add(damage(copy.log(), older, random));
            }
            String where = "seed " + seed + " round " + round + ": " + what;
            H2Harness reopened = new H2Harness(copy, limits());
            try {
                reopened.open();
                assertEquals(events, reopened.events(), where);
                reopened.awaitFollowing();
                assertEquals(events, reopened.events(), where);
            } catch (Exception e) {
                throw new AssertionError(where, e);
            } finally {
                reopened.close();
            }
            assertEquals(events, reopened.rows(), where);
        }
    }

    /** Returns what was done. */
    static String damage(Path log, Path older, Random random) throws IOException {
        List<Path> files = files(log);
        Path path = files.get(random.nextInt(files.size()));
        String name = path.getFileName().toString();
        int size = (int) Files.size(path);
        int at = random.nextInt(Math.max(1, size));
        switch (random.nextInt(5)) {
            case 0 -> {
                byte[] noise = new byte[1 + random.nextInt(random.nextBoolean() ? 1 : 600)];
                random.nextBytes(noise);
                try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
                    channel.write(ByteBuffer.wrap(noise, 0, Math.min(noise.length, Math.max(0, size - at))), at);
                }
                return noise.length + " bytes of " + name + " at " + at;
            }
            case 1 -> {
                try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
                    channel.truncate(at);
                }
                return name + " cut at " + at;
            }
            case 2 -> {
                Path index = Path.of(path.toString().replace(".log", ".idx"));
                Files.deleteIfExists(index);
                return index.getFileName() + " deleted";
            }
            case 3 -> {
                String kind = name.substring(name.length() - 4);
                List<Path> others = files.stream()
                        .filter(each -> each.toString().endsWith(kind))
                        .toList();
                Path other = others.get(random.nextInt(others.size()));
                Path kept = log.resolve("kept");
                Files.move(path, kept);
                if (!other.equals(path)) {
                    Files.move(other, path);
                }
                Files.move(kept, other);
                return name + " swapped with " + other.getFileName();
            }
            default -> {
                Path old = older.resolve(name);
                if (Files.exists(old)) {
                    Files.copy(old, path, StandardCopyOption.REPLACE_EXISTING);
                }
                return name + " as it was earlier";
            }
        }
    }

    private static List<Path> files(Path log) throws IOException {
        try (Stream<Path> files = Files.list(log)) {
            return files.filter(each ->
                            each.toString().endsWith(".log") || each.toString().endsWith(".idx"))
                    .sorted()
                    .toList();
        }
    }
}
