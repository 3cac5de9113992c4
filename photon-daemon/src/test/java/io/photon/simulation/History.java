// SPDX-License-Identifier: Apache-2.0
package io.photon.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.codec.EventParser;
import io.photon.core.StreamDeletion;
import io.photon.event.Event;
import io.photon.event.EventDraft;
import io.photon.event.OrderIds;
import io.photon.event.StreamNames;
import io.photon.log.AppendRequest;
import io.photon.log.Appended;
import io.photon.log.Expect;
import io.photon.log.LogLimits;
import io.photon.log.ReplaySpec;
import io.photon.log.ReplayType;
import io.photon.log.TimeRange;
import io.photon.log.engine.DefaultEventLog;
import io.photon.log.engine.MillisClock;
import io.photon.result.Failure;
import io.photon.result.Result;
import io.photon.store.Staging;
import io.photon.store.StoreException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** One life of a log, decided by a seed: emitters, readers, faults, crashes; checked as it goes. */
final class History {

    private static final List<String> STREAMS = List.of("a", "b", "s/1", "s/2", "s/*");

    private final Random random;
    private final Scheduler scheduler;
    private final Ledger ledger = new Ledger();
    private final Truth truth = new Truth(ledger);
    private final FailingStore failing;
    private final SimulatedClock clock = new SimulatedClock();
    private final List<SimulatedReader> readers = new ArrayList<>();
    private final List<EventDraft> sentWithId = new ArrayList<>();
    private final Set<String> restored = new HashSet<>();
    private final LogLimits limits;
    private boolean errorsHappen;
    private DefaultEventLog log;
    private int number;
    private Throwable broken;
    int crashes;

    /** @param onFiles over the file store, else over the memory store */
    History(long seed, boolean onFiles) {
        this.random = new Random(seed);
        this.scheduler = new Scheduler(random);
        this.failing = new FailingStore(random, onFiles, scheduler, ledger);
        this.limits = new LogLimits(
                5 + random.nextInt(40),
                200 + random.nextInt(4_000),
                1 + random.nextInt(20),
                100 + random.nextInt(3_000),
                1 + random.nextInt(6),
                random.nextInt(1_000));
    }

    /** Lives this many steps, then comes to rest and is checked once more. */
    void live(int steps) throws StoreException {
        open();
        for (int i = 0; i < steps; i++) {
            try {
                step();
                assertNull(broken, () -> broken.toString());
                if (random.nextInt(16) == 0) {
                    check();
                }
            } catch (Crash crash) {
                restart();
            }
        }
        rest();
    }

    private void open() throws StoreException {
        log = DefaultEventLog.stepped(
                failing.open(), new MillisClock(clock::millis), limits, this::addAppend, this::addRead);
    }

    private void addAppend(Runnable turn) {
        failing.threadPlace();
        scheduler.addAppend(turn);
    }

    private void addRead(Runnable turn) {
        failing.threadPlace();
        scheduler.addRead(turn);
    }

    private void restart() throws StoreException {
        crashes++;
        truth.allUnknown();
        failing.powerCut();
        generation++;
        open();
        check();
        for (SimulatedReader reader : readers) {
            reader.resume(log);
        }
    }

    /** Answers of an earlier life count no more: nobody is there to hear them. */
    private int generation;

    private void step() throws StoreException {
        int dice = random.nextInt(100);
        if (dice < 25) {
            scheduler.runAppend();
        } else if (dice < 47) {
            scheduler.runRead();
        } else if (dice < 50) {
            scheduler.runBackground();
        } else if (dice < 72) {
            emit();
        } else if (dice < 75) {
            delete();
        } else if (dice < 77) {
            restore();
        } else if (dice < 82) {
            subscribe();
        } else if (dice < 90) {
            if (!readers.isEmpty()) {
                readers.get(random.nextInt(readers.size())).demandMore(1 + random.nextInt(12));
            }
        } else if (dice < 91) {
            if (!readers.isEmpty()) {
                readers.remove(random.nextInt(readers.size())).cancel();
            }
        } else if (dice < 96) {
            clock.step(random);
        } else if (dice < 97) {
            errorsHappen = true;
            failing.errorSoon();
        } else if (dice < 98) {
            failing.faultSoon();
        } else if (dice < 99) {
            failing.full(random.nextBoolean());
        } else {
            throw new Crash();
        }
    }

    private EventDraft newDraft(String stream) {
        number++;
        boolean withId = random.nextInt(3) == 0;
        String json = "{\"stream-name\":\"" + stream + "\",\"event-type\":\"T" + random.nextInt(3) + "\","
                + (withId ? "\"local-id\":\"" + number + "\"," : "") + "\"payload\":{\"n\":" + number + "}}";
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        EventDraft draft = ((Result.Ok<EventDraft>) EventParser.parseDraft(bytes, 0, bytes.length)).value();
        if (withId) {
            sentWithId.add(draft);
        }
        return draft;
    }

    private String anyStream() {
        return STREAMS.get(random.nextInt(STREAMS.size()));
    }

    private void emit() throws StoreException {
        String stream = anyStream();
        List<EventDraft> drafts = new ArrayList<>();
        boolean retry = !sentWithId.isEmpty() && random.nextInt(3) == 0;
        int count = retry || random.nextInt(3) > 0 ? 1 : 1 + random.nextInt(6);
        for (int i = 0; i < count; i++) {
            drafts.add(retry ? sentWithId.get(random.nextInt(sentWithId.size())) : newDraft(stream));
        }
        Expect expect = Expect.ANY;
        if (random.nextInt(3) == 0) {
            String of = drafts.get(0).streamName();
            long last = truth.before(of, Long.MAX_VALUE);
            expect = last == 0 ? Expect.NONE : new Expect.Last(last);
        }
        boolean atomic = !(expect instanceof Expect.Any) || random.nextBoolean();
        send(new AppendRequest(drafts, atomic, expect));
    }

    private void send(AppendRequest request) {
        int mine = generation;
        List<String> bodies = request.drafts().stream()
                .map(draft -> new String(draft.body(), StandardCharsets.UTF_8))
                .toList();
        bodies.forEach(truth::attempted);
        hear(log.append(request), results -> {
            if (mine != generation) {
                return;
            }
            for (int i = 0; i < results.size(); i++) {
                answered(request, bodies.get(i), results.get(i));
            }
            boolean first = results.get(0) instanceof Result.Ok<Appended> ok
                    && !ok.value().duplicate();
            if (first && !(request.expect() instanceof Expect.Any)) {
                checkExpectation(request, ((Result.Ok<Appended>) results.get(0)).value());
            }
        });
    }

    /** A future keeps what its listener throws to itself; a broken promise must be heard of. */
    private <T> void hear(CompletableFuture<T> answer, Consumer<T> listener) {
        answer.thenAccept(listener).whenComplete((nothing, error) -> broken = broken == null ? error : broken);
    }

    private void answered(AppendRequest request, String body, Result<Appended> result) {
        if (result instanceof Result.Ok<Appended> ok) {
            truth.stored(body, ok.value());
            return;
        }
        Failure failure = ((Result.Err<Appended>) result).failure();
        assertTrue(errorsHappen || failure.kind() != Failure.Kind.INTERNAL, failure.message());
        boolean unknown = failure.kind() == Failure.Kind.OUTCOME_UNKNOWN; // any other failure: nothing was stored
        truth.settled(body, unknown ? Truth.Outcome.UNKNOWN : Truth.Outcome.NOT_STORED);
        assertTrue(
                failure.kind() != Failure.Kind.CONFLICT || !(request.expect() instanceof Expect.Any),
                "a conflict without an expectation");
    }

    private void checkExpectation(AppendRequest request, Appended first) {
        long expected = request.expect() instanceof Expect.Last last ? last.orderId() : 0;
        String stream = request.drafts().get(0).streamName();
        assertEquals(expected, truth.before(stream, first.orderId()), "an expectation that was not met");
    }

    private void delete() throws StoreException {
        String stream = anyStream();
        int mine = generation;
        hear(log.deleteStream(stream), result -> {
            if (mine == generation && result instanceof Result.Ok<Long>) {
                long recorded = ledger.events().get(ledger.events().size() - 1).orderId();
                // Its events below the record; later ones of the same name are a new stream.
                truth.deletionAnswered(stream, recorded);
            }
        });
    }

    private void restore() throws StoreException {
        Staging staging;
        try {
            staging = log.stage();
        } catch (StoreException | OutOfMemoryError oneAtATime) {
            return;
        }
        List<Event> events = new ArrayList<>();
        long orderId = Math.max(log.head(), OrderIds.FIRST_REAL); // as a restore demands
        int count = 1 + random.nextInt(8);
        for (int i = 0; i < count; i++) {
            orderId += 1 + random.nextInt(3_000);
            EventDraft draft = newDraft(anyStream());
            sentWithId.remove(draft);
            restored.add(new String(draft.body(), StandardCharsets.UTF_8));
            events.add(draft.stamped(orderId, clock.millis()));
        }
        try {
            staging.add(events);
        } catch (StoreException | OutOfMemoryError full) {
            staging.close();
            return;
        }
        hear(log.publish(staging), result -> staging.close());
    }

    private void subscribe() {
        String[] names = {StreamNames.ALL, "a", "s/*", "b", "**", "s/\\*", "s/?"};
        String name = names[random.nextInt(names.length)];
        ReplayType[] types = ReplayType.values();
        String type = random.nextInt(3) == 0 ? "T1" : null;
        long head = log.head();
        TimeRange times = random.nextInt(4) == 0
                ? new TimeRange(clock.millis() - random.nextInt(100_000), Long.MAX_VALUE)
                : TimeRange.ALL;
        ReplaySpec request = ReplaySpec.of(types[random.nextInt(types.length)], name)
                .from(random.nextInt(4) == 0 ? Math.max(0, head - random.nextInt(20)) : 0)
                .to(random.nextInt(5) == 0 ? head + random.nextInt(5_000) : Long.MAX_VALUE)
                .limit(random.nextInt(6) == 0 ? 1 + random.nextInt(10) : Long.MAX_VALUE)
                .ofType(type)
                .within(times);
        Predicate<Event> ofStream = event -> switch (name) {
            case StreamNames.ALL -> true;
            case "**" -> !StreamNames.isInternal(event.streamName());
            case "s/*", "s/?" -> event.streamName().startsWith("s/");
            case "s/\\*" -> event.streamName().equals("s/*");
            default -> event.streamName().equals(name);
        };
        Predicate<Event> ofType =
                event -> (type == null || event.eventType().equals(type)) && event.eventTime() >= times.since();
        SimulatedReader reader = new SimulatedReader(ledger, truth, scheduler, random, request, ofStream.and(ofType));
        readers.add(reader);
        reader.join(log);
    }

    private void check() throws StoreException {
        scheduler.hold(true);
        failing.noErrors();
        truth.check(failing.store(), body -> restored.contains(body) || body.contains(StreamDeletion.EVENT_TYPE));
        readers.forEach(SimulatedReader::check);
        scheduler.hold(false);
    }

    /** Faults end, everybody gets what they want, and then nothing may be missing. */
    private void rest() throws StoreException {
        restart();
        send(AppendRequest.of(newDraft("a"))); // makes a log in doubt look at its store
        scheduler.runAll();
        assertNull(broken, () -> broken.toString());
        for (SimulatedReader reader : readers) {
            reader.demandMore(1_000_000);
        }
        scheduler.runAll();
        assertTrue(truth.isAllSettled(), "a request was never answered");
        check();
        readers.forEach(reader -> reader.checkCaughtUp(log.head()));
    }
}
