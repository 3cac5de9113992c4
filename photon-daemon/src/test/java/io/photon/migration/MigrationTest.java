// SPDX-License-Identifier: Apache-2.0
package io.photon.migration;

import static io.photon.result.Results.failure;
import static io.photon.result.Results.get;
import static io.photon.result.Results.ok;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.codec.EventParser;
import io.photon.event.Event;
import io.photon.event.StreamNames;
import io.photon.log.AppendRequest;
import io.photon.log.EventLog;
import io.photon.log.engine.DefaultEventLog;
import io.photon.result.Failure;
import io.photon.result.Result;
import io.photon.store.EventStore;
import io.photon.store.ReadRequest;
import io.photon.store.StoreException;
import io.photon.store.memory.MemoryEventStore;
import io.photon.store.testkit.Events;
import io.photon.testing.Seed;
import io.photon.text.Utf8;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MigrationTest {

    private static final Migration.Progress UNTOLD = new Migration.Progress() {
        @Override
        public void begins(String what) {}

        @Override
        public void at(long events, long bytes) {}
    };

    @TempDir
    Path scratch;

    private final EventStore from = new MemoryEventStore();
    private final EventStore to = new MemoryEventStore();
    private final List<DefaultEventLog> open = new ArrayList<>();
    private final List<Compared> lines = new ArrayList<>();

    private EventLog log(EventStore store) {
        try {
            DefaultEventLog log = DefaultEventLog.start(store, Clock.systemUTC());
            open.add(log);
            return log;
        } catch (StoreException e) {
            throw new AssertionError(e);
        }
    }

    @AfterEach
    void close() {
        open.forEach(DefaultEventLog::close);
    }

    private static void emit(EventLog log, String stream, int payload) {
        byte[] json = Utf8.bytes(
                "{\"stream-name\":\"" + stream + "\",\"event-type\":\"T\",\"payload\":{\"n\":" + payload + "}}");
        ok(get(log.append(AppendRequest.of(ok(EventParser.parseDraft(json, 0, json.length)))))
                .get(0));
    }

    private static void delete(EventLog log, String stream) {
        ok(get(log.deleteStream(stream)));
    }

    private static List<Event> all(EventStore store) throws StoreException {
        return store.read(ReadRequest.forwards(StreamNames.ALL, 0)).events();
    }

    private Result<Moved> migrate(Source source, EventLog target, boolean dryRun, int most) {
        lines.clear();
        try {
            return new Migration(
                            source,
                            target,
                            "the target",
                            new Migration.Options(dryRun, true, scratch, 300, most),
                            UNTOLD,
                            System::nanoTime)
                    .run(lines::add);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private Result<Moved> migrate() {
        return migrate(new LogSource(log(from), "the source"), log(to), false, 2);
    }

    private EventLog filled() {
        EventLog log = log(from);
        for (int i = 0; i < 20; i++) {
            emit(log, "s" + i % 5, i);
        }
        delete(log, "s3");
        emit(log, "s3", 100);
        return log;
    }

    @Test
    void theTargetHasTheSameEventsAndEachStreamIsProved() throws StoreException {
        filled();
        Moved moved = ok(migrate());
        assertEquals(all(from), all(to));
        assertEquals(18, moved.copied(), "20, without the 4 of s3, with its deletion and its new event");
        assertEquals(18, moved.events());
        assertEquals(6, moved.streams());
        assertEquals(
                List.of("__config__", "s0", "s1", "s2", "s3", "s4"),
                lines.stream().map(Compared::stream).toList());
        assertTrue(lines.stream().allMatch(Compared::isEqual));
    }

    @Test
    void runAgainItFindsEverythingThereAndTheSameSum() {
        EventLog source = filled();
        EventLog target = log(to);
        Moved first = ok(migrate(new LogSource(source, "a"), target, false, 100));
        Moved again = ok(migrate(new LogSource(source, "a"), target, false, 1));
        assertEquals(0, again.copied());
        assertEquals(first.events(), again.found());
        assertEquals(first.sum(), again.sum());
    }

    /** Broken off anywhere, with deletions in between: it goes on, and both sides are the same. */
    @Test
    void brokenOffAnywhereItGoesOn() throws StoreException, IOException {
        long seed = Seed.any();
        Random random = new Random(seed);
        for (int round = 0; round < 30; round++) {
            EventStore source = new MemoryEventStore();
            EventLog sourceLog = log(source);
            EventStore target = new MemoryEventStore();
            EventLog targetLog = log(target);
            for (int part = 0; part < 5; part++) {
                for (int i = 0; i < 12; i++) {
                    emit(sourceLog, "s" + random.nextInt(5), i);
                }
                if (random.nextBoolean() && source.stream("s1").isPresent()) {
                    delete(sourceLog, "s1");
                }
                int stopAfter = random.nextInt(4);
                Migration[] running = {null};
                int[] pages = {0};
                running[0] = new Migration(
                        new Pages(sourceLog, 7),
                        targetLog,
                        "the target",
                        new Migration.Options(false, true, scratch, 200, 3),
                        new Migration.Progress() {
                            @Override
                            public void begins(String what) {}

                            @Override
                            public void at(long events, long bytes) {
                                if (pages[0]++ == stopAfter) {
                                    running[0].cancel();
                                }
                            }
                        },
                        System::nanoTime);
                running[0].run(line -> {});
            }
            ok(migrate(new LogSource(sourceLog, "a"), targetLog, false, 2));
            assertEquals(all(source), all(target), "seed " + seed);
        }
    }

    /** Gives small pages, so that there are many moments to break off at. */
    private static final class Pages implements Source {
        private final LogSource whole;
        private final int size;

        Pages(EventLog log, int size) {
            this.whole = new LogSource(log, "the source");
            this.size = size;
        }

        @Override
        public String shown() {
            return whole.shown();
        }

        @Override
        public Result<Long> read(long above, Sink sink) {
            return whole.read(above, page -> {
                for (int i = 0; i < page.size(); i += size) {
                    var wrong = sink.take(page.subList(i, Math.min(page.size(), i + size)));
                    if (wrong.isPresent()) {
                        return wrong;
                    }
                }
                return java.util.Optional.empty();
            });
        }

        @Override
        public Result<Long> readStream(String stream, Sink sink) {
            return whole.readStream(stream, sink);
        }

        @Override
        public boolean isLive() {
            return false;
        }

        @Override
        public Result<Long> pauseAppends() {
            return whole.pauseAppends();
        }

        @Override
        public Result<Long> stopAppends() {
            return whole.stopAppends();
        }

        @Override
        public Result<Long> resumeAppends() {
            return whole.resumeAppends();
        }

        @Override
        public void close() {
            whole.close();
        }
    }

    @Test
    void aTargetWithEventsOfItsOwnIsRefusedAndLeftAsItIs() throws StoreException {
        filled();
        EventLog target = log(to);
        emit(target, "mine", 1);
        List<Event> before = all(to);
        Failure refused = failure(migrate(new LogSource(open.get(0), "a"), target, false, 100));
        assertEquals(Failure.Kind.CONFLICT, refused.kind());
        assertEquals(before, all(to));
    }

    /** As another Photon's store would be that was filled earlier. */
    private EventLog olderTarget() throws StoreException {
        to.append(List.of(Events.event("mine", 1), Events.event("mine", 2)));
        return log(to);
    }

    private static Migration.Options inPiecesOfOneEvent(Path scratch) {
        return new Migration.Options(false, true, scratch, 1, 100);
    }

    @Test
    void nothingIsPutIntoATargetWhoseEventsAreAllOlder() throws StoreException, IOException {
        EventLog source = filled();
        EventLog target = olderTarget();
        Migration migration = new Migration(
                new Pages(source, 1), target, "the target", inPiecesOfOneEvent(scratch), UNTOLD, System::nanoTime);
        Failure refused = failure(migration.run(lines::add));
        assertEquals(Failure.Kind.CONFLICT, refused.kind());
        assertTrue(refused.message().contains("event 2 of stream 'mine' is not in the source"), refused.message());
        assertEquals(2, all(to).size());
    }

    @Test
    void brokenOffBeforeAnOlderTargetIsJudgedItIsLeftAsItIs() throws StoreException, IOException {
        EventLog source = filled();
        EventLog target = olderTarget();
        for (int pages = 1; pages <= 18; pages++) {
            Migration[] running = {null};
            int stopAfter = pages;
            int[] seen = {0};
            running[0] = new Migration(
                    new Pages(source, 1),
                    target,
                    "the target",
                    new Migration.Options(false, true, scratch),
                    new Migration.Progress() {
                        @Override
                        public void begins(String what) {}

                        @Override
                        public void at(long events, long bytes) {
                            if (++seen[0] == stopAfter) {
                                running[0].cancel();
                            }
                        }
                    },
                    System::nanoTime);
            failure(running[0].run(lines::add));
            assertEquals(2, all(to).size(), "after page " + pages);
        }
    }

    @Test
    void anOlderTargetWhoseEventsTheSourceDeletesInTheEndIsFilledUp() throws StoreException, IOException {
        from.append(List.of(Events.event("mine", 1), Events.event("mine", 2), Events.event("a", 3)));
        EventLog source = log(from);
        delete(source, "mine");
        Migration migration = new Migration(
                new Pages(source, 1),
                olderTarget(),
                "the target",
                inPiecesOfOneEvent(scratch),
                UNTOLD,
                System::nanoTime);
        assertEquals(2, ok(migration.run(lines::add)).copied(), "the event and the deletion");
        assertEquals(all(from), all(to));
    }

    @Test
    void brokenOffDuringTheProofTheSourceTakesAppendsAgain() throws IOException {
        EventLog source = filled();
        Migration migration = new Migration(
                new LiveLog(source),
                log(to),
                "the target",
                new Migration.Options(false, true, scratch),
                UNTOLD,
                System::nanoTime);
        Failure stopped = failure(migration.run(line -> migration.cancel()));
        assertEquals(Migration.BROKEN_OFF, stopped);
        emit(source, "s1", 1);
    }

    @Test
    void eventsThatOnlyTheTargetHasAreRefusedUnlessTheSourceHasDeletedThem() throws StoreException {
        EventLog source = filled();
        EventLog target = log(to);
        ok(migrate(new LogSource(source, "a"), target, false, 100));
        delete(source, "s2");
        ok(migrate(new LogSource(source, "a"), target, false, 100));
        assertEquals(all(from), all(to));
        emit(target, "s1", 7);
        Failure refused = failure(migrate(new LogSource(source, "a"), target, false, 100));
        assertEquals(Failure.Kind.CONFLICT, refused.kind());
        assertTrue(refused.message().contains("stream 's1' is not in the source"), refused.message());
    }

    @Test
    void anEventThatWasChangedInTheTargetIsFoundAndNamed() throws StoreException {
        from.append(List.of(Events.event("a", 1), Events.event("b", 2), Events.event("a", 3)));
        to.append(List.of(Events.event("a", 1), Events.event("b", 2, null, "{\"n\":0}")));
        Failure refused = failure(migrate());
        assertEquals(Failure.Kind.VERIFICATION_FAILED, refused.kind());
        assertTrue(refused.message().contains("event 2 of stream 'b'"), refused.message());
        assertEquals(2, all(to).size());
    }

    @Test
    void anEventThatIsMissingInTheTargetIsFoundAndNamed() throws StoreException {
        from.append(List.of(Events.event("a", 1), Events.event("b", 2), Events.event("a", 3)));
        to.append(List.of(Events.event("a", 1), Events.event("a", 3)));
        Failure refused = failure(migrate());
        assertEquals(Failure.Kind.CONFLICT, refused.kind());
        assertTrue(refused.message().contains("lacks event 2 of stream 'b'"), refused.message());
    }

    @Test
    void aDryRunCountsAndChangesNothing() throws StoreException {
        from.append(List.of(Events.event("a", 1), Events.event("b", 2), Events.event("a", 3)));
        to.append(List.of(Events.event("a", 1)));
        Moved moved = ok(migrate(new LogSource(log(from), "a"), log(to), true, 100));
        assertEquals(1, moved.found());
        assertEquals(2, moved.copied());
        assertEquals(1, all(to).size());
    }

    @Test
    void aLiveSourceIsFollowedAndThenRefusesAppends() throws StoreException {
        EventLog source = filled();
        LiveLog live = new LiveLog(source);
        int[] more = {0};
        live.between = () -> {
            for (int i = 0; more[0] < 4_000 && i < 1_500; i++) {
                emit(source, "s" + i % 3, more[0]++);
            }
        };
        Moved moved = ok(migrate(live, log(to), false, 100));
        assertEquals(from.stream(StreamNames.ALL), to.stream(StreamNames.ALL));
        assertEquals(4_000 + 18, moved.events());
        assertTrue(moved.pausedNanos() > 0);
        assertEquals(EventStore.StoreState.Condition.READ_ONLY, source.state().condition());
    }

    @Test
    void aSourceThatTakesAppendsAfterThePauseIsNotCalledTheSame() {
        EventLog source = filled();
        LiveLog live = new LiveLog(source);
        live.pauses = false;
        live.between = () -> emit(source, "s1", 1);
        Failure refused = failure(migrate(live, log(to), false, 100));
        assertEquals(Failure.Kind.CONFLICT, refused.kind());
        assertTrue(refused.message().contains("goes on to take appends"), refused.message());
        emit(source, "s1", 2);
    }

    @Test
    void whenTheLastStepFailsTheSourceTakesAppendsAgain() {
        EventLog source = filled();
        EventLog target = log(to);
        LiveLog live = new LiveLog(source);
        int[] times = {0};
        live.between = () -> {
            if (source.state().condition() == EventStore.StoreState.Condition.WRITABLE) {
                emit(source, "s1", 1);
            } else {
                target.close(); // it is gone in the last step
                times[0]++;
            }
        };
        failure(migrate(live, target, false, 100));
        assertTrue(times[0] > 0);
        emit(source, "s1", 3);
    }

    @Test
    void aDeletionDuringTheCopyIsADeletionInTheTarget() throws StoreException {
        EventLog source = filled();
        LiveLog live = new LiveLog(source);
        int[] times = {0};
        live.between = () -> {
            if (times[0]++ == 1) {
                delete(source, "s0");
                emit(source, "s0", 5);
            }
        };
        ok(migrate(live, log(to), false, 1));
        assertEquals(all(from), all(to));
        assertEquals(1, to.stream("s0").orElseThrow().totalEvents());
    }
}
