// SPDX-License-Identifier: Apache-2.0
package io.photon.store.h2;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.photon.testing.Seed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The database as a power cut may leave it: each of its pages as it was at some moment, and the file as long as at one of
 * them, next to a log that has everything. Whatever is found, the start succeeds, and both copies are equal again.
 */
class MirrorPowerCutTest {

    private static final int PAGE = 4_096;
    private static final int MOMENTS = 6;
    private static final int IMAGES_PER_LIFE = 12;

    @TempDir
    Path directory;

    @Test
    void whateverPagesOfTheDatabaseReachTheDiskTheLogIsWholeAndTheDatabaseFollowsIt() throws Exception {
        images(60, Seed.any());
    }

    @Test
    @Tag("soak")
    void theSameForThousandsOfImages() throws Exception {
        images(Integer.getInteger("photon.images", 5_000), System.nanoTime());
    }

    private void images(int count, long seed) throws Exception {
        Random random = new Random(seed);
        int made = 0;
        for (int life = 0; made < count; life++) {
            made += life(directory.resolve("life-" + life), random, "seed " + seed + ", life " + life);
        }
    }

    /** One store that appends and stops now and then, and images of it. */
    private static int life(Path folder, Random random, String where) throws Exception {
        MirrorFile file = new MirrorFile(Files.createDirectories(folder).resolve("photon.h2"));
        H2Harness store = new H2Harness(file);
        List<byte[]> moments = new ArrayList<>();
        long next = MirrorEvents.FIRST;
        int images = 0;
        store.open();
        try {
            store.awaitFollowing();
            while (images < IMAGES_PER_LIFE) {
                int events = 1 + random.nextInt(300);
                store.append(next, events);
                next += events;
                if (random.nextInt(3) == 0) {
                    store.awaitMirrored();
                }
                if (random.nextInt(8) == 0) {
                    store.close();
                    store.open();
                    store.awaitFollowing();
                    moments.clear(); // a new mark is forced, so nothing of before can be found
                }
                moments.add(Files.readAllBytes(file.path()));
                if (moments.size() > MOMENTS) {
                    moments.remove(0);
                }
                if (moments.size() > 1) {
                    check(image(folder, file, moments, random, images), next, where + ", image " + images);
                    images++;
                }
            }
        } finally {
            store.close();
        }
        return images;
    }

    private static MirrorFile image(Path folder, MirrorFile file, List<byte[]> moments, Random random, int number)
            throws IOException {
        MirrorFile image = new MirrorFile(
                Files.createDirectories(folder.resolve("image-" + number)).resolve("photon.h2"));
        Files.createDirectories(image.log());
        try (Stream<Path> all = Files.list(file.log())) {
            for (Path each : all.sorted(MirrorPowerCutTest::marksFirst).toList()) {
                Files.copy(each, image.log().resolve(each.getFileName()));
            }
        }
        Files.write(image.path(), mixed(moments, random));
        return image;
    }

    /** What says how far the mirror is must not be younger than the log. */
    private static int marksFirst(Path a, Path b) {
        return Boolean.compare(isMark(b), isMark(a));
    }

    private static boolean isMark(Path path) {
        return path.getFileName().toString().startsWith("mirror.");
    }

    private static byte[] mixed(List<byte[]> moments, Random random) {
        int first = random.nextInt(moments.size());
        List<byte[]> since = moments.subList(first, moments.size());
        byte[] image = Arrays.copyOf(since.get(0), since.get(random.nextInt(since.size())).length);
        for (int at = 0; at < image.length; at += PAGE) {
            byte[] of = since.get(random.nextInt(since.size()));
            int length = Math.min(PAGE, Math.min(image.length, of.length) - at);
            if (length > 0) {
                System.arraycopy(of, at, image, at, length);
            }
        }
        return image;
    }

    private static void check(MirrorFile image, long next, String where) throws Exception {
        H2Harness found = new H2Harness(image);
        try {
            found.open();
            H2Harness.Contents log = found.logContents();
            assertEquals(next - 1, log.last(), where);
            assertEquals(next - MirrorEvents.FIRST, log.events(), where);
            found.awaitFollowing();
            found.close();
            assertEquals(log, found.rowContents(), where);
        } finally {
            found.close();
        }
        MirrorFile.eraseTree(image.path().getParent());
    }
}
