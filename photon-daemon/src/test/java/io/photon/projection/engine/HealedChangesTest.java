// SPDX-License-Identifier: Apache-2.0
package io.photon.projection.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.photon.core.StreamDeletion;
import io.photon.event.Event;
import io.photon.event.StreamNames;
import io.photon.store.DeletionEvents;
import io.photon.store.Page;
import io.photon.store.ReadRequest;
import io.photon.store.StoreException;
import io.photon.store.file.DamagedLog;
import io.photon.store.file.RecordSource;
import io.photon.store.testkit.DelegatingStore;
import io.photon.testing.Eventually;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A change of projections that is recorded in damage, which is healed from a second copy while Photon runs. */
class HealedChangesTest {

    @TempDir
    Path dir;

    private DamagedLog.LateCopy copy;

    /** Stops it, damages an event, and starts it with a copy that does not come yet. */
    private void startDamaged(Projector photon, long orderId) throws Exception {
        copy = new DamagedLog.LateCopy(all(photon));
        photon.stop();
        DamagedLog.damage(dir.resolve("log"), orderId);
        photon.source = copy;
        photon.start();
    }

    private static List<Event> all(Projector photon) throws StoreException {
        return photon.store.read(ReadRequest.forwards(StreamNames.ALL, 0)).events();
    }

    @Test
    void whatWasCreatedThereIsThereAndWhatCameAfterItStillHolds() throws Exception {
        try (Projector photon = Projector.start(dir)) {
            photon.create("lost", "a", "sum");
            long created = photon.log.head();
            photon.create("later", "a", "sum");
            photon.emit("a", 1, 3);
            startDamaged(photon, created);
            assertEquals(List.of("later"), photon.engine.names());
            copy.come();
            Eventually.holds("it is known", () -> photon.engine.names().equals(List.of("later", "lost")));
            photon.awaitHead("lost");
            photon.awaitHead("later");
            assertEquals(photon.value("later"), photon.value("lost"));
        }
    }

    @Test
    void whatAStartCannotReadForAMomentIsKnownSoonAfter() throws Exception {
        try (Projector photon = Projector.start(dir)) {
            photon.create("early", "a", "sum");
            photon.create("later", "a", "sum");
            photon.emit("a", 1, 3);
            AtomicBoolean fails = new AtomicBoolean();
            photon.stop();
            photon.aroundStore = files -> new DelegatingStore(files) {
                @Override
                public Page read(ReadRequest request) throws StoreException {
                    if (fails.get() && request.stream().equals(StreamNames.CONFIG)) {
                        throw new StoreException(StoreException.Kind.FAILED, "input/output error");
                    }
                    return super.read(request);
                }
            };
            photon.around = threads -> { // once the log is open
                fails.set(true);
                return threads;
            };
            photon.start();
            assertEquals(List.of(), photon.engine.names());
            fails.set(false);
            Eventually.holds("both are known", () -> photon.engine.names().equals(List.of("early", "later")));
            photon.awaitHead("early");
            assertEquals(3, photon.find("early").processed());
        }
    }

    @Test
    void whatWasDeletedThereIsGone() throws Exception {
        try (Projector photon = Projector.start(dir)) {
            photon.create("gone", "a", "sum");
            photon.create("stays", "a", "sum");
            get(photon.engine.delete("gone"));
            long deleted = photon.log.head();
            photon.create("again", "a", "sum");
            startDamaged(photon, deleted);
            assertEquals(List.of("again", "gone", "stays"), photon.engine.names());
            copy.come();
            Eventually.holds("it is gone", () -> photon.engine.names().equals(List.of("again", "stays")));
        }
    }

    private static void get(Future<?> done) throws Exception {
        done.get();
    }

    /** As by a process that ended before it was hidden. */
    private long recordDeletion(Projector photon, long upTo) throws Exception {
        Event deletion = DeletionEvents.draft(new StreamDeletion("a", upTo)).stamped(photon.log.head() + 1, 0);
        photon.stop();
        photon.start(); // nothing is appended any more by the log that is told of it
        photon.store.append(List.of(deletion));
        return deletion.orderId();
    }

    @Test
    void aValueLacksWhatIsDeletedAsSoonAsThatIsKnown() throws Exception {
        try (Projector photon = Projector.start(dir)) {
            photon.create("mine", "a", "sum");
            long last = photon.emit("a", 1, 10);
            startDamaged(photon, recordDeletion(photon, last));
            photon.awaitHead("mine");
            assertEquals(10, photon.find("mine").processed(), "what deletes it cannot be read");
            copy.come();
            Eventually.holds("it starts over", () -> photon.find("mine").processed() == 0);
            photon.awaitHead("mine");
            assertEquals(0, photon.find("mine").processed());
        }
    }

    @Test
    void aSnapshotOfThatTimeIsNotBelievedOnceItIsKnown() throws Exception {
        try (Projector photon = Projector.start(dir)) {
            photon.create("mine", "a", "sum");
            long last = photon.emit("a", 1, 10);
            long deleted = recordDeletion(photon, last);
            startDamaged(photon, deleted);
            photon.emit("a", 1, 1);
            photon.awaitHead("mine");
            photon.stop();
            heal(deleted);
            photon.source = RecordSource.NONE;
            photon.start();
            photon.awaitHead("mine");
            assertEquals(1, photon.find("mine").processed());
        }
    }

    @Test
    void aChangeThatIsLostForGoodKeepsNoValueFromGoingOnAtTheNextStart() throws Exception {
        try (Projector photon = Projector.start(dir)) {
            photon.create("lost", "b", "sum");
            long created = photon.log.head();
            photon.create("mine", "a", "sum");
            photon.emit("a", 1, 10);
            photon.awaitHead("mine");
            photon.stop();
            DamagedLog.damage(dir.resolve("log"), created);
            photon.start();
            photon.emit("a", 1, 1);
            photon.awaitHead("mine");
            photon.stop();
            long folded = photon.language.folded.get();
            photon.start();
            photon.awaitHead("mine");
            assertEquals(11, photon.find("mine").processed());
            assertEquals(folded, photon.language.folded.get(), "all of it is folded anew");
        }
    }

    /** What was flipped is flipped back. */
    private void heal(long orderId) throws IOException {
        DamagedLog.damage(dir.resolve("log"), orderId);
    }
}
