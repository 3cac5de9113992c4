// SPDX-License-Identifier: Apache-2.0
package io.photon.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.codec.EventParser;
import io.photon.codec.JsonFields;
import io.photon.event.Bound;
import io.photon.event.Event;
import io.photon.event.EventDraft;
import io.photon.event.OrderIds;
import io.photon.event.StreamNames;
import io.photon.log.AppendRequest;
import io.photon.log.DeletionFold;
import io.photon.log.Expect;
import io.photon.log.LogLimits;
import io.photon.log.engine.DefaultEventLog;
import io.photon.log.engine.MillisClock;
import io.photon.projection.Descriptor;
import io.photon.projection.ProjectionSettings;
import io.photon.projection.builtin.StreamsProjection;
import io.photon.projection.engine.ProjectionEngine;
import io.photon.projection.spi.ReducerLimits;
import io.photon.result.Failure;
import io.photon.result.Result;
import io.photon.result.Results;
import io.photon.store.Staging;
import io.photon.store.StoreException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.Random;

/** One life of projections over a log, decided by a seed; looked at whenever everything has come to rest. */
final class ProjectionHistory {

    private static final List<String> STREAMS = List.of("a", "b", "s/1", "s/2", "s/*");
    private static final List<String> NAMES = List.of("p1", "p2", "p3", "p4");
    private static final List<String> OVER = List.of("a", "b", "s/1", "s/*", "s/\\*", StreamNames.ALL, StreamNames.ALL);

    private final Random random;
    private final Scheduler scheduler;
    private final Ledger ledger = new Ledger();
    private final Backend backend;
    private final SimulatedSnapshots snapshots;
    private final SimulatedClock clock = new SimulatedClock();
    private final LogLimits limits;
    private final ProjectionSettings settings;
    private SimulatedTurns turns;
    private SimulatedStore store;
    private DefaultEventLog log;
    private ProjectionEngine engine;
    /** What a cold replay asks for is read at once; else null. */
    private Queue<Runnable> atOnce;

    private int number;
    /** Events in this life. */
    private long folded;

    final Tally tally = new Tally();

    /** What happened, to see that enough did. */
    static final class Tally {
        int crashes;
        int values;
        int failures;
        /** How often a reduction found no memory. */
        int lacks;
        /** How often values were there without all of their events having been folded since the start. */
        int reused;
        /** Of all that was seen at rest. */
        long hash;
    }

    /** @param snapshotFolder where snapshots lie, with the log on a failing disk; null for both in memory */
    ProjectionHistory(long seed, Path snapshotFolder) {
        this.random = new Random(seed);
        this.scheduler = new Scheduler(random);
        boolean onFiles = snapshotFolder != null;
        this.backend = onFiles || random.nextInt(4) == 0
                ? new FileBackend(random, scheduler::addBackground)
                : new MemoryBackend(random);
        this.snapshots = onFiles ? new FileSnapshots(random, snapshotFolder) : new MemorySnapshots(random);
        this.limits = new LogLimits(
                20 + random.nextInt(40),
                2_000 + random.nextInt(4_000),
                1 + random.nextInt(20),
                100 + random.nextInt(3_000),
                1 + random.nextInt(6),
                random.nextInt(1_000));
        this.settings = new ProjectionSettings(
                1,
                new ReducerLimits(Duration.ofSeconds(1), 1 << 20),
                null,
                false,
                Duration.ofSeconds(10),
                1 + random.nextInt(30));
    }

    /** Lives this many steps, then comes to rest and is checked once more. */
    void live(int steps) throws StoreException {
        open();
        for (int i = 0; i < steps; i++) {
            try {
                step();
                engine.list().forEach(this::checkPosition);
                engine.list().forEach(this::checkStatus);
            } catch (Crash crash) {
                restart(false);
            }
        }
        restart(random.nextBoolean());
        post("a"); // makes a log in doubt look at its store
        rest();
        snapshots.close();
    }

    private void open() throws StoreException {
        scheduler.hold(true);
        store = new SimulatedStore(backend, ledger, scheduler);
        ledger.reconcile(store);
        DeletionFold.apply(store);
        scheduler.hold(false);
        atOnce = null;
        folded = 0;
        log = DefaultEventLog.stepped(
                store, new MillisClock(clock::millis), limits, scheduler::addAppend, this::addRead);
        turns = new SimulatedTurns(random);
        engine = ProjectionEngine.stepped(
                new ProjectionEngine.Parts(
                        new DirectLog(log, this::atOnce),
                        snapshots,
                        List.of(new ChainLanguage(this::inAReduction, this::isLacking)),
                        List.of(new StreamsProjection()),
                        (text, file) -> Result.err(Failure.Kind.BAD_INPUT, "there are no files here", null),
                        text -> Result.err(Failure.Kind.BAD_INPUT, "there are no bisections here", null)),
                settings,
                turns);
        engine.begin();
    }

    private void inAReduction() {
        folded++;
        scheduler.overtake();
    }

    /** Nobody's fault, and no reason to fail. */
    private boolean isLacking() {
        boolean lacking = random.nextInt(300) == 0;
        tally.lacks += lacking ? 1 : 0;
        return lacking;
    }

    private void addRead(Runnable turn) {
        if (atOnce != null) {
            atOnce.add(turn);
        } else {
            scheduler.addRead(turn);
        }
    }

    private void atOnce(Runnable subscribe) {
        Queue<Runnable> outer = atOnce;
        atOnce = outer == null ? new ArrayDeque<>() : outer;
        subscribe.run();
        while (!atOnce.isEmpty()) {
            atOnce.remove().run();
        }
        atOnce = outer;
    }

    /** @param stops whether projections are told before, and keep what they have */
    private void restart(boolean stops) throws StoreException {
        if (stops) {
            scheduler.hold(true); // nothing comes any more
            engine.close();
            scheduler.hold(false);
            snapshots.stopped();
        } else {
            tally.crashes++;
            snapshots.powerCut();
        }
        scheduler.forget();
        backend.powerCut();
        open();
        if (random.nextBoolean()) {
            try {
                rest();
            } catch (Crash crash) {
                throw new AssertionError("a new disk fails", crash);
            }
        }
    }

    private void step() throws StoreException {
        int dice = random.nextInt(100);
        if (dice < 20) {
            scheduler.runAppend();
        } else if (dice < 40) {
            scheduler.runRead();
        } else if (dice < 42) {
            scheduler.runBackground();
        } else if (dice < 62) {
            turns.runSlice();
        } else if (dice < 66) {
            turns.runTimer();
        } else if (dice < 67) {
            turns.wait(random.nextInt(10_000));
        } else if (dice < 81) {
            emit();
        } else if (dice < 84) {
            log.deleteStream(anyOf(STREAMS));
        } else if (dice < 85) {
            restore();
        } else if (dice < 92) {
            change();
        } else if (dice < 94) {
            clock.step(random);
        } else if (dice < 95) {
            Backend.Fault[] faults = Backend.Fault.values();
            store.prepare(faults[random.nextInt(faults.length)]);
        } else if (dice < 96) {
            backend.full(random.nextInt(3) == 0);
        } else if (dice < 97) {
            snapshots.failNext(
                    random.nextBoolean()
                            ? SimulatedSnapshots.Fault.NOT_KEPT
                            : SimulatedSnapshots.Fault.KEPT_NEVERTHELESS);
            if (random.nextInt(3) == 0) {
                snapshots.loseRows();
            }
        } else if (dice < 98) {
            rest();
        } else if (random.nextInt(4) == 0) {
            restart(true);
        } else {
            throw new Crash();
        }
    }

    private <T> T anyOf(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    private EventDraft draft(String stream, String type, String payload) {
        String json =
                "{\"stream-name\":\"" + stream + "\",\"event-type\":\"" + type + "\",\"payload\":" + payload + "}";
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        return Results.ok(EventParser.parseDraft(bytes, 0, bytes.length));
    }

    private EventDraft newDraft(String stream) {
        number++;
        return draft(stream, "T" + random.nextInt(3), "{\"n\":" + number + "}");
    }

    private void post(String stream) {
        log.append(AppendRequest.of(newDraft(stream)));
    }

    private void emit() {
        int count = random.nextInt(3) > 0 ? 1 : 1 + random.nextInt(12);
        List<EventDraft> drafts = new ArrayList<>();
        String stream = anyOf(STREAMS);
        for (int i = 0; i < count; i++) {
            drafts.add(newDraft(stream));
        }
        log.append(new AppendRequest(drafts, random.nextBoolean(), Expect.ANY));
    }

    /** As it is recorded by whoever makes a change. */
    private void change() {
        String named = "{\"projection-name\":\"" + anyOf(NAMES) + "\"";
        EventDraft change = switch (random.nextInt(9)) {
            case 0 -> draft(StreamNames.CONFIG, "delete-projection!", named + "}");
            case 1, 2 -> draft(StreamNames.CONFIG, "reset-projection!", named + "}");
            case 3 ->
                draft(
                        StreamNames.CONFIG,
                        "pause-projection!",
                        random.nextBoolean()
                                ? named + "}" // as the first ones recorded it
                                : named + ",\"position\":" + Math.max(0, log.head() - random.nextInt(20_000)) + "}");
            case 4 -> draft(StreamNames.CONFIG, "resume-projection!", named + "}");
            case 5 -> draft(StreamNames.CONFIG, "resume-projection!", named + ",\"skip\":" + anyToSkip() + "}");
            default -> {
                String reduction = random.nextInt(3) > 0 ? "all" : "fail " + random.nextInt(ChainLanguage.MODULUS);
                yield draft(
                        StreamNames.CONFIG,
                        "post-projection!",
                        "{\"request\":" + named + ",\"stream-name\":" + JsonFields.quote(anyOf(OVER))
                                + ",\"exact\":false,\"language\":\""
                                + ChainLanguage.NAME + "\",\"reduction\":\"" + reduction + "\"}}");
            }
        };
        log.append(AppendRequest.of(change));
    }

    /** Some event at which a projection has failed, or the last there is: whatever is recorded is held to. */
    private long anyToSkip() {
        List<Long> failed = engine.list().stream()
                .filter(one -> one.lastError() != null && one.lastError().orderId() > 0)
                .map(one -> one.lastError().orderId())
                .toList();
        return failed.isEmpty() || random.nextInt(4) == 0 ? log.head() : anyOf(failed);
    }

    private void restore() throws StoreException {
        Staging staging;
        try {
            staging = log.stage();
        } catch (StoreException oneAtATime) {
            return;
        }
        List<Event> events = new ArrayList<>();
        long orderId = Math.max(log.head(), OrderIds.FIRST_REAL); // as a restore demands
        int count = 1 + random.nextInt(8);
        for (int i = 0; i < count; i++) {
            orderId += 1 + random.nextInt(3_000);
            events.add(newDraft(anyOf(STREAMS)).stamped(orderId, clock.millis()));
        }
        try {
            staging.add(events);
        } catch (StoreException full) {
            staging.close();
            return;
        }
        log.publish(staging).whenComplete((result, error) -> staging.close());
    }

    /** Everything that can be done is done, and then each value is the fold. */
    private void rest() throws StoreException {
        int rounds = 0;
        do {
            for (int i = 0;
                    scheduler.runAppend() || scheduler.runRead() || turns.runSlice() || scheduler.runBackground();
                    i++) {
                assertTrue(i < 100_000, "no rest: there is always more to do");
            }
            turns.runTimers();
            assertTrue(rounds++ < 1_000, () -> "no rest: " + engine.list());
        } while (turns.hasSlices() || scheduler.isBusy() || isAnyHeldUp());
        scheduler.hold(true);
        snapshots.recover();
        check();
        scheduler.hold(false);
    }

    private boolean isAnyHeldUp() {
        return engine.list().stream()
                .anyMatch(one -> one.status() == Descriptor.Status.CATCHING_UP && one.lastError() != null);
    }

    private void checkPosition(Descriptor outline) {
        assertTrue(outline.position() <= log.head(), () -> outline + " is ahead of the log at " + log.head());
    }

    /** One that covers the log is not found catching up. */
    private void checkStatus(Descriptor outline) {
        if (outline.status() == Descriptor.Status.CATCHING_UP
                && outline.lastError() == null
                && outline.position() > 0) {
            Result<Long> covered = engine.await(outline.name(), Bound.position(log.head()), Duration.ZERO)
                    .getNow(Result.err(Failure.Kind.TIMED_OUT, "not yet", null));
            assertFalse(covered.isOk(), () -> outline + " covers the log, whose head is " + log.head());
        }
    }

    private void check() throws StoreException {
        List<Event> all = Truth.readAll(store, StreamNames.ALL);
        ProjectionTruth truth = new ProjectionTruth(all, log.head());
        truth.checkNames(engine.names());
        long processed = 0;
        for (String name : engine.names()) {
            Descriptor found = Results.ok(engine.find(name));
            checkPosition(found);
            if (name.equals(StreamsProjection.NAME)) {
                assertEquals(Descriptor.Status.RUNNING, found.status(), () -> found.toString());
                checkRows(truth);
            } else {
                truth.check(found);
                tally.values++;
                tally.hash = tally.hash * 31 + Arrays.hashCode(found.value()) + found.position();
                processed += found.processed();
                tally.failures += found.status() == Descriptor.Status.FAILED ? 1 : 0;
            }
        }
        tally.reused += folded < processed ? 1 : 0;
    }

    private void checkRows(ProjectionTruth truth) {
        for (String stream : STREAMS) {
            long expected = truth.count(stream);
            Result<byte[]> row = engine.field(StreamsProjection.NAME, stream);
            long counted = row instanceof Result.Ok<byte[]> ok ? JsonFields.number(ok.value(), "total-events") : 0;
            assertEquals(expected, counted, () -> "rows of " + StreamsProjection.NAME + " for " + stream);
        }
    }
}
