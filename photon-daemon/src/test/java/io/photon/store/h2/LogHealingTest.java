// SPDX-License-Identifier: Apache-2.0
package io.photon.store.h2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.event.Event;
import io.photon.store.StoreException;
import io.photon.store.file.FileEventStore.Limits;
import io.photon.testing.Seed;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

/** The log damaged in every way, healed from the database. */
class LogHealingTest extends TwoCopies {

    @Override
    Limits limits() {
        return new Limits(64 * 1024, 10_000);
    }

    @Test
    void aTailCutAtAnyLengthComesBackAfterACleanStop() throws Exception {
        long seed = Seed.any();
        Random random = new Random(seed);
        List<Event> events = filled();
        for (int round = 0; round < 8; round++) {
            Path last = segments().get(segments().size() - 1);
            long size = Files.size(last);
            long length = round < 4 ? size - 1 - random.nextInt(400) : random.nextLong(size);
            try (FileChannel channel = FileChannel.open(last, StandardOpenOption.WRITE)) {
                channel.truncate(Math.max(0, length));
            }
            startAndCompare(events, "seed " + seed + " round " + round + " cut " + last + " at " + length);
        }
    }

    @Test
    void flippedBytesAnywhereInTheSegmentsComeBack() throws Exception {
        long seed = Seed.any();
        Random random = new Random(seed);
        List<Event> events = filled();
        for (int round = 0; round < 8; round++) {
            Path segment = segments().get(random.nextInt(segments().size()));
            long at = random.nextLong(Files.size(segment));
            try (FileChannel channel = FileChannel.open(segment, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
                ByteBuffer one = ByteBuffer.allocate(1);
                channel.read(one, at);
                one.put(0, (byte) (one.get(0) ^ (1 << random.nextInt(8)))).rewind();
                channel.write(one, at);
            }
            startAndCompare(events, "seed " + seed + " round " + round + " flip in " + segment + " at " + at);
        }
    }

    /** As after going back to an older Photon: the database could replace the log, but nothing is wrong with it. */
    @Test
    void aLogOfALaterVersionIsRefusedAndLeftAsItIs() throws Exception {
        filled();
        for (String name : List.of("MANIFEST", "MANIFEST.copy")) {
            Path manifest = file.log().resolve(name);
            String text = Files.readString(manifest).replace("photon-log 1", "photon-log 2");
            text = text.substring(0, text.lastIndexOf("crc32c "));
            CRC32C crc = new CRC32C();
            crc.update(text.getBytes(StandardCharsets.ISO_8859_1));
            Files.writeString(manifest, text + String.format(Locale.ROOT, "crc32c %08x\n", crc.getValue()));
        }
        List<Path> before = segments();
        StoreException refused = assertThrows(StoreException.class, () -> store.open());
        assertEquals(StoreException.Kind.REFUSED, refused.kind());
        assertTrue(refused.getMessage().contains("use the Photon that wrote it"), refused.getMessage());
        assertEquals(before, segments());
    }

    @Test
    void aSegmentWhoseHeadIsGoneComesBackAfterACleanStop() throws Exception {
        List<Event> events = filled();
        for (boolean last : new boolean[] {false, true}) {
            Path segment = segments().get(last ? segments().size() - 1 : 1);
            try (FileChannel channel = FileChannel.open(segment, StandardOpenOption.WRITE)) {
                channel.write(ByteBuffer.wrap(new byte[64]), 0);
            }
            startAndCompare(events, "head of " + segment);
        }
    }

    @Test
    void aManifestThatIsGoneComesBackAfterACleanStop() throws Exception {
        List<Event> events = filled();
        Files.delete(file.log().resolve("MANIFEST"));
        startAndCompare(events, "manifest");
    }

    @Test
    void aReaderMeetingDamageHealsItAndGoesOn() throws Exception {
        List<Event> events = filled();
        store.open();
        store.awaitFollowing();
        Path segment = segments().get(1);
        try (FileChannel channel = FileChannel.open(segment, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap("damage".getBytes(StandardCharsets.UTF_8)), 5_000);
        }
        assertEquals(events, store.events());
    }

    private List<Event> filled() throws Exception {
        List<Event> events = storeAndStop(1_500);
        assertTrue(segments().size() > 3, "several segments");
        return events;
    }

    private void startAndCompare(List<Event> events, String where) throws Exception {
        try {
            store.open();
            store.awaitFollowing();
            assertEquals(events.size(), store.events().size(), where);
            assertEquals(events, store.events(), where);
            store.close();
            assertEquals(events, store.rows(), where);
        } catch (StoreException e) {
            throw new AssertionError(where, e);
        }
    }

    private List<Path> segments() throws IOException {
        try (Stream<Path> files = Files.list(file.log())) {
            return new ArrayList<>(files.filter(each -> each.toString().endsWith(".log"))
                    .sorted()
                    .toList());
        }
    }
}
