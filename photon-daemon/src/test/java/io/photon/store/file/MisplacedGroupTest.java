// SPDX-License-Identifier: Apache-2.0
package io.photon.store.file;

import static io.photon.store.testkit.Events.event;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.event.Event;
import io.photon.event.StreamNames;
import io.photon.store.Direction;
import io.photon.store.StoreException;
import io.photon.store.file.disk.Disk;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A disk that wrote a group where another belongs (docs/reliability scenario 36): its bytes are sound, and those of another
 * place.
 */
class MisplacedGroupTest {

    private static final int GROUPS = 6;

    private final FaultyDisk disk = new FaultyDisk();
    private final List<Event> events = new ArrayList<>();
    private final List<Integer> places = new ArrayList<>();

    /** Groups of equal length in one segment, which is the last. */
    @BeforeEach
    void fill() throws StoreException {
        FileEventStore store = StoreOnFaultyDisk.open(disk);
        for (int i = 0; i < GROUPS; i++) {
            List<Event> batch = List.of(event("a", 100 + 2L * i, "x"), event("b", 101 + 2L * i, "x"));
            store.append(batch);
            events.addAll(batch);
        }
        store.close();
        byte[] bytes = disk.content("00000001.log");
        for (int at = 0; at + 4 <= bytes.length; at++) {
            if (bytes[at] == (byte) 0xF5 && bytes[at + 1] == 'P' && bytes[at + 2] == 'G') {
                places.add(at);
            }
        }
        assertEquals(GROUPS, places.size());
    }

    private static FileEventStore open(Disk disk) throws StoreException {
        return StoreOnFaultyDisk.open(disk);
    }

    @ParameterizedTest(name = "group {0} in the place of group {1}, while the log is open: {2}")
    @CsvSource({
        "0,1,true", "0,3,true", "2,3,true", "0,5,true", "4,5,true", "5,0,true", "3,1,true",
        "0,1,false", "0,3,false", "2,3,false", "0,5,false", "4,5,false", "5,0,false", "3,1,false"
    })
    void aGroupInThePlaceOfAnotherHidesNoEventInSilence(int from, int to, boolean whileOpen) throws Exception {
        FaultyDisk damaged = disk.copy();
        FileEventStore store = whileOpen ? open(damaged) : null;
        byte[] bytes = damaged.content("00000001.log");
        int length = places.get(1) - places.get(0);
        damaged.corrupt(
                "00000001.log", places.get(to), Arrays.copyOfRange(bytes, places.get(from), places.get(from) + length));
        store = whileOpen ? store : open(damaged);
        for (Direction direction : Direction.values()) {
            for (String stream : List.of(StreamNames.ALL, "a", "b")) {
                StoreOnFaultyDisk.Found found = StoreOnFaultyDisk.patiently(store, stream, direction);
                assertEquals(
                        found.events.size(), found.events.stream().distinct().count(), "no event twice");
                for (Event event : events) {
                    if (stream.equals(StreamNames.ALL) || event.streamName().equals(stream)) {
                        assertTrue(
                                found.events.contains(event) != found.isNamedLost(event.orderId()),
                                event.orderId() + " of " + stream + " " + direction + " is served or named as lost");
                    }
                }
                assertTrue(found.events.stream().allMatch(events::contains), "what is served was written");
            }
        }
        assertTrue(!StoreOnFaultyDisk.verify(store).isEmpty(), "verify finds it");
        store.close();
    }
}
