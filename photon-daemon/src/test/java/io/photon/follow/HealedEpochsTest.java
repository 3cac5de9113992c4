// SPDX-License-Identifier: Apache-2.0
package io.photon.follow;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.photon.event.Event;
import io.photon.event.StreamNames;
import io.photon.log.engine.DefaultEventLog;
import io.photon.store.ReadRequest;
import io.photon.store.file.DamagedLog;
import io.photon.store.file.FileEventStore;
import io.photon.store.file.FileEventStore.Limits;
import io.photon.store.file.RecordSource;
import io.photon.store.file.disk.RealDisk;
import io.photon.testing.Eventually;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An epoch whose beginning is recorded in damage, which is healed from a second copy while Photon runs. */
class HealedEpochsTest {

    @TempDir
    Path dir;

    @Test
    void anEpochThatIsReadLateTakesItsPlaceAmongTheOthers() throws Exception {
        List<Event> all;
        try (FileEventStore store = open(RecordSource.NONE)) {
            for (long number = 2; number <= 4; number++) {
                Epoch epoch = new Epoch(number, 10 * number, 0, "node", "id", "http://node");
                store.append(List.of(EpochEvents.draft(epoch).stamped(10 * number + 1, 0)));
            }
            all = store.read(ReadRequest.forwards(StreamNames.ALL, 0)).events();
        }
        DamagedLog.damage(dir, 31);
        DamagedLog.LateCopy copy = new DamagedLog.LateCopy(all);
        try (FileEventStore store = open(copy);
                DefaultEventLog log = DefaultEventLog.start(store, Clock.systemUTC())) {
            KnownEpochs known = KnownEpochs.of(log);
            assertEquals(List.of(2L, 4L), numbers(known));
            copy.come();
            Eventually.holds("all are known", () -> numbers(known).equals(List.of(2L, 3L, 4L)));
            assertEquals(31, known.all().get(1).orderId());
        }
    }

    private FileEventStore open(RecordSource source) throws Exception {
        return FileEventStore.open(new RealDisk(dir), Limits.DEFAULT, source);
    }

    private static List<Long> numbers(KnownEpochs known) {
        return known.all().stream().map(Epoch::number).toList();
    }
}
