// SPDX-License-Identifier: Apache-2.0
package io.photon.projection.engine;

import static io.photon.result.Results.failure;
import static io.photon.result.Results.get;
import static io.photon.result.Results.ok;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.codec.JsonFields;
import io.photon.event.Bound;
import io.photon.event.Event;
import io.photon.event.StreamNames;
import io.photon.projection.Descriptor;
import io.photon.projection.Descriptor.Status;
import io.photon.projection.ProjectionService;
import io.photon.projection.ProjectionSettings;
import io.photon.projection.spi.Definition;
import io.photon.result.Failure;
import io.photon.testing.Eventually;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

class ProjectionEngineTest {

    @TempDir
    Path dir;

    @Test
    void aProjectionFoldsHistoryFirstAndThenWhatHappens() {
        try (Projector photon = Projector.start(dir)) {
            photon.emit("a", 1, 2_500);
            photon.create("p", "a", "sum");
            photon.emit("a", 10_000, 10);
            photon.emit("b", 1, 10);
            photon.awaitHead("p");
            assertEquals(photon.folded("a", Long.MAX_VALUE), photon.value("p"));
            photon.awaitStatus("p", Status.RUNNING);
            assertEquals(2_510, photon.find("p").processed());
        }
    }

    @Test
    void everythingMeansAlsoTheInternalStreams() {
        try (Projector photon = Projector.start(dir)) {
            photon.emit("a", 1, 10);
            photon.create("all", StreamNames.ALL, "sum");
            photon.create("users", "*", "sum");
            photon.awaitHead("all");
            photon.awaitHead("users");
            assertTrue(photon.value("all").contains("\"__config__\""), photon.value("all"));
            assertEquals(photon.folded(StreamNames.ALL, Long.MAX_VALUE), photon.value("all"));
            assertEquals(photon.folded("a", Long.MAX_VALUE), photon.value("users"));
        }
    }

    @Test
    void aRestartGoesOnFromTheSnapshotAndNothingIsFoldedTwice() {
        try (Projector photon = Projector.start(dir)) {
            photon.emit("a", 1, 3_000);
            photon.create("p", "a", "sum");
            photon.awaitHead("p");
            photon.restart();
            long before = photon.language.folded.get();
            photon.emit("a", 5_000, 7);
            photon.awaitHead("p");
            assertEquals(photon.folded("a", Long.MAX_VALUE), photon.value("p"));
            assertEquals(7, photon.language.folded.get() - before, "events folded after the restart");
        }
    }

    @Test
    void aLostSnapshotCostsTimeAndChangesNothing() throws IOException {
        try (Projector photon = Projector.start(dir)) {
            photon.emit("a", 1, 3_000);
            photon.create("p", "a", "sum");
            photon.awaitHead("p");
            String value = photon.value("p");
            photon.stop();
            try (var files = Files.list(photon.snapshotFolder())) {
                for (Path file : files.toList()) {
                    Files.write(file, new byte[] {1, 2, 3});
                }
            }
            photon.start();
            photon.awaitHead("p");
            assertEquals(value, photon.value("p"));
        }
    }

    @Test
    void codeThatIsWrongIsRefusedAndNothingIsRecorded() {
        try (Projector photon = Projector.start(dir)) {
            long head = photon.log.head();
            Failure failure =
                    failure(get(photon.engine.create(new Definition("p", "a", "tiny", "nonsense", null), false)));
            assertEquals(Failure.Kind.BAD_INPUT, failure.kind());
            assertTrue(failure.message().contains("line 1, column 1"), failure.message());
            Failure language =
                    failure(get(photon.engine.create(new Definition("p", "a", "cobol", "sum", null), false)));
            assertTrue(language.message().contains("cobol") && language.hint().contains("tiny"), language.toString());
            assertEquals(
                    Failure.Kind.DENIED,
                    failure(get(photon.engine.create(new Definition("__p__", "a", "tiny", "sum", null), false)))
                            .kind());
            assertEquals(head, photon.log.head());
            assertEquals(List.of(), photon.engine.names());
        }
    }

    @Test
    void anExistingNameIsReplacedOnlyOnRequestAndThenStartsOver() {
        try (Projector photon = Projector.start(dir)) {
            photon.emit("a", 1, 100);
            photon.emit("b", 1, 10);
            photon.create("p", "a", "sum");
            assertEquals(
                    Failure.Kind.CONFLICT,
                    failure(get(photon.engine.create(new Definition("p", "b", "tiny", "sum", null), false)))
                            .kind());
            ok(get(photon.engine.create(new Definition("p", "b", "tiny", "sum", null), true)));
            photon.awaitHead("p");
            assertEquals(photon.folded("b", Long.MAX_VALUE), photon.value("p"));
            photon.restart();
            photon.awaitHead("p");
            assertEquals(photon.folded("b", Long.MAX_VALUE), photon.value("p"));
        }
    }

    @Test
    void aDeletedOneIsGoneAlsoAfterARestartAndItsNameIsFree() {
        try (Projector photon = Projector.start(dir)) {
            photon.emit("a", 1, 100);
            photon.create("p", "a", "sum");
            photon.awaitHead("p");
            ok(get(photon.engine.delete("p")));
            assertEquals(
                    Failure.Kind.NOT_FOUND, failure(photon.engine.find("p")).kind());
            assertEquals(
                    Failure.Kind.NOT_FOUND,
                    failure(get(photon.engine.delete("p"))).kind());
            photon.create("p", "a", "sum");
            photon.awaitHead("p");
            assertEquals(100, photon.find("p").processed());
            ok(get(photon.engine.delete("p")));
            photon.restart();
            assertEquals(List.of(), photon.engine.names());
        }
    }

    @Test
    void aFailureKeepsTheLastGoodValueAndSaysWhere() {
        try (Projector photon = Projector.start(dir)) {
            photon.emit("a", 1, 3_000);
            photon.create("p", "a", "fail-at 2500");
            photon.create("q", "a", "sum");
            photon.awaitHead("q");
            photon.awaitStatus("p", Status.FAILED);
            Descriptor failed = photon.find("p");
            long at = failed.lastError().orderId();
            assertEquals(photon.folded("a", at - 1), new String(failed.value(), StandardCharsets.UTF_8));
            assertEquals(2_499, failed.processed());
            assertEquals("line 3: Error: it is 2500", failed.lastError().message());
            assertEquals(3, failed.lastError().line());
            assertEquals("at reduce (tiny:3)", failed.lastError().stack());
            photon.restart();
            photon.awaitStatus("p", Status.FAILED);
            assertEquals(photon.folded("a", at - 1), photon.value("p"));
            ok(get(photon.engine.resume("p")));
            photon.awaitStatus("p", Status.FAILED);
            assertEquals(photon.folded("a", at - 1), photon.value("p"));
        }
    }

    @Test
    void hostileReductionsFailAloneAndTheOthersGoOn() {
        try (Projector photon = Projector.start(dir)) {
            for (String hostile : List.of("loop", "deep", "bug")) {
                photon.create(hostile, "a", hostile);
            }
            photon.create("good", "a", "sum");
            photon.emit("a", 1, 100);
            photon.awaitHead("good");
            assertEquals(photon.folded("a", Long.MAX_VALUE), photon.value("good"));
            for (String hostile : List.of("loop", "deep", "bug")) {
                photon.awaitStatus(hostile, Status.FAILED);
                assertEquals(0, photon.find(hostile).processed(), hostile);
                assertEquals("{\"count\":0,\"last\":0,\"sums\":{}}", photon.value(hostile));
            }
        }
    }

    @Test
    void pauseAndResumeAreFactsThatOutliveARestart() {
        try (Projector photon = Projector.start(dir)) {
            photon.emit("a", 1, 100);
            photon.create("p", "a", "sum");
            photon.awaitHead("p");
            ok(get(photon.engine.pause("p")));
            photon.awaitStatus("p", Status.PAUSED);
            photon.emit("a", 200, 100);
            photon.restart();
            photon.awaitStatus("p", Status.PAUSED);
            assertEquals(100, photon.find("p").processed());
            ok(get(photon.engine.resume("p")));
            photon.awaitHead("p");
            assertEquals(photon.folded("a", Long.MAX_VALUE), photon.value("p"));
        }
    }

    @Test
    void aResetFoldsEverythingAnew() {
        try (Projector photon = Projector.start(dir)) {
            photon.emit("a", 1, 500);
            photon.create("p", "a", "sum");
            photon.awaitHead("p");
            long before = photon.language.folded.get();
            ok(get(photon.engine.reset("p")));
            Eventually.holds("folded again", () -> photon.language.folded.get() - before == 500);
            photon.awaitHead("p");
            assertEquals(photon.folded("a", Long.MAX_VALUE), photon.value("p"));
        }
    }

    @Test
    void aDeletedStreamHasWhatFoldedItStartOver() {
        try (Projector photon = Projector.start(dir)) {
            photon.emit("a", 1, 500);
            photon.emit("b", 1, 50);
            photon.create("of-a", "a", "sum");
            photon.create("of-b", "b", "sum");
            photon.create("of-all", StreamNames.ALL, "sum");
            photon.create("of-glob", "a*", "sum");
            List<String> all = List.of("of-a", "of-b", "of-all", "of-glob");
            all.forEach(photon::awaitHead);
            ok(get(photon.log.deleteStream("a")));
            photon.emit("a", 7, 3);
            for (String name : all) {
                Eventually.holds(
                        name + " has no trace of it",
                        () -> photon.value(name)
                                .equals(photon.folded(
                                        photon.find(name).definition().streamName(), Long.MAX_VALUE)));
            }
            photon.restart();
            for (String name : all) {
                photon.awaitHead(name);
                assertEquals(
                        photon.folded(photon.find(name).definition().streamName(), Long.MAX_VALUE), photon.value(name));
            }
        }
    }

    @Test
    void tenProjectionsOnTwoThreadsAllAdvance() {
        try (Projector photon = Projector.start(dir, Projector.settings(2))) {
            for (int i = 0; i < 10; i++) {
                photon.create("slow" + i, "a", "slow 2");
            }
            int events = 10_000; // 20 s of one processor for each: none is through before the others have begun
            photon.emit("a", 1, events);
            Eventually.holds(
                    "each has folded some", () -> photon.engine.list().stream().allMatch(d -> d.processed() > 0));
            assertTrue(
                    photon.engine.list().stream().allMatch(d -> d.processed() < events),
                    "one was finished before another began");
        }
    }

    @Test
    void theValueOfThePastIsTheFoldCutThere() {
        try (Projector photon = Projector.start(dir)) {
            photon.create("p", "a", "sum");
            long[] positions = new long[12];
            for (int i = 0; i < positions.length; i++) {
                positions[i] = photon.emit("a", i * 100, 50 + i);
                photon.awaitHead("p");
            }
            for (long position : positions) {
                assertEquals(
                        photon.folded("a", position),
                        new String(ok(photon.engine.valueAt("p", position)), StandardCharsets.UTF_8));
            }
            assertEquals(
                    "{\"count\":0,\"last\":0,\"sums\":{}}",
                    new String(ok(photon.engine.valueAt("p", 1)), StandardCharsets.UTF_8));
            String diff = new String(ok(photon.engine.diff("p", positions[0], positions[1])), StandardCharsets.UTF_8);
            assertTrue(diff.contains("{\"op\":\"replace\",\"path\":\"/count\",\"value\":101}"), diff);
        }
    }

    @Test
    void aBisectionFindsTheFirstEventAfterWhichItHolds() {
        try (Projector photon = Projector.start(dir)) {
            photon.emit("a", 1, 5_000);
            photon.create("p", "a", "sum");
            photon.awaitHead("p");
            ProjectionService.Bisection found = ok(photon.engine.bisect("p", "count>=1234"));
            assertTrue(new String(found.event(), StandardCharsets.UTF_8).contains("\"n\":1234}"));
            assertEquals(photon.folded("a", found.orderId()), new String(found.after(), StandardCharsets.UTF_8));
            assertEquals(photon.folded("a", found.orderId() - 1), new String(found.before(), StandardCharsets.UTF_8));
            assertEquals(
                    Failure.Kind.NOT_FOUND,
                    failure(photon.engine.bisect("p", "count>=9999999")).kind());
            Failure nonsense = failure(photon.engine.bisect("p", "nonsense"));
            assertEquals(Failure.Kind.BAD_INPUT, nonsense.kind());
            assertTrue(nonsense.message().contains("what is nonsense"), nonsense.message());
        }
    }

    @Test
    void waitingEndsWhenItGotThereOrWhenTheTimeIsOver() {
        try (Projector photon = Projector.start(dir)) {
            photon.create("p", "a", "sum");
            long last = photon.emit("b", 1, 10); // of another stream: the position rises all the same
            assertTrue(ok(get(photon.engine.await("p", Bound.position(last), Duration.ofSeconds(20)))) >= last);
            long now;
            do { // the next millisecond, so that this position is behind the last event
                now = System.currentTimeMillis() * 1_000;
            } while (now <= last);
            ok(get(photon.engine.await("p", Bound.position(now), Duration.ofSeconds(20))));
            assertEquals(
                    Failure.Kind.TIMED_OUT,
                    failure(get(photon.engine.await(
                                    "p", Bound.position(last + 1_000_000_000_000L), Duration.ofMillis(50))))
                            .kind());
        }
    }

    @Test
    void filesAreLoadedAndABadOneHarmsNoOther() throws IOException {
        Path files = Files.createDirectory(dir.resolve("files"));
        Files.writeString(files.resolve("a.edn"), "fa\na\nsum");
        Files.writeString(files.resolve("b.edn"), "short");
        Files.write(files.resolve("b-no-text.edn"), new byte[] {(byte) 0xff, (byte) 0xfe});
        Files.write(files.resolve("b-too-large.edn"), new byte[(4 << 20) + 1]);
        Files.createDirectory(files.resolve("b-no-file.edn"));
        Files.writeString(files.resolve("c.edn"), "fc\na\nnonsense");
        Files.writeString(files.resolve("d.edn"), "fd\na\nsum");
        Files.writeString(files.resolve("e.txt"), "fe\na\nsum");
        ProjectionSettings settings = Projector.withFiles(Projector.settings(2), files);
        try (Projector photon = Projector.start(dir, settings)) {
            ok(photon.engine.find("fd"));
            assertEquals(List.of("fa", "fd"), photon.engine.names());
            assertEquals(0, photon.log.head(), "nothing is recorded");
            assertEquals(
                    Failure.Kind.CONFLICT,
                    failure(get(photon.engine.delete("fa"))).kind());
            photon.emit("a", 1, 20);
            photon.awaitHead("fa");
            photon.restart();
            photon.find("fa");
            photon.awaitHead("fa");
            assertEquals(20, photon.find("fa").processed());
        }
    }

    @Test
    void aDescriptorHasTheFieldsOfTheContract() {
        try (Projector photon = Projector.start(dir)) {
            photon.emit("a", 1, 20);
            photon.create("p", "a", "sum");
            photon.awaitHead("p");
            photon.awaitStatus("p", Status.RUNNING);
            byte[] json = photon.find("p").json();
            for (String field : List.of(
                    "projection-name",
                    "stream-name",
                    "language",
                    "fn",
                    "reduction",
                    "initial-value",
                    "current-value",
                    "processed",
                    "status",
                    "last-event",
                    "avg-time",
                    "avg-global-time",
                    "init-time",
                    "last-measured",
                    "mem-used",
                    "position")) {
                assertTrue(JsonFields.field(json, field) != null, field);
            }
            assertNull(JsonFields.field(photon.engine.list().get(0).json(), "current-value"));
        }
    }

    @Test
    void aDeletedStreamLeavesNoByteInAnySnapshot() throws IOException {
        try (Projector photon = Projector.start(dir)) {
            photon.emit("stream-to-forget", 1, 50);
            photon.create("p", StreamNames.ALL, "sum");
            photon.awaitHead("p");
            photon.restart();
            photon.awaitHead("p");
            assertTrue(isInASnapshot(photon, "stream-to-forget"), "it was never there: nothing is tested");
            ok(get(photon.log.deleteStream("stream-to-forget")));
            Eventually.holds("folded anew", () -> !photon.value("p").contains("stream-to-forget"));
            photon.restart();
            assertTrue(!isInASnapshot(photon, "stream-to-forget"));
        }
    }

    private static boolean isInASnapshot(Projector photon, String text) throws IOException {
        try (var files = Files.list(photon.snapshotFolder())) {
            for (Path file : files.toList()) {
                if (new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(text)) {
                    return true;
                }
            }
        }
        return false;
    }

    @Test
    void followersSeeTheNewestStateAndNoneThatNeverWas() {
        try (Projector photon = Projector.start(dir, Projector.settings(2, 500))) {
            photon.create("p", "a", "fail-at 2500");
            States slow = new States(1);
            States fast = new States(Long.MAX_VALUE);
            ok(photon.engine.updates("p")).subscribe(slow);
            ok(photon.engine.updates("p")).subscribe(fast);
            photon.emit("a", 1, 3_000);
            photon.awaitStatus("p", Status.FAILED);
            Eventually.holds("the failure is told", () -> fast.failed());
            Eventually.holds("the first", () -> !slow.all().isEmpty());
            assertEquals(1, slow.all().size(), "it asked for one");
            slow.subscription.request(1);
            Eventually.holds("the newest", () -> slow.failed());
            long before = -1;
            for (Descriptor state : fast.all()) {
                String value = new String(state.value(), StandardCharsets.UTF_8);
                long upTo = state.lastEvent() == null
                        ? 0
                        : Event.ofLine(state.lastEvent()).orderId();
                assertEquals(photon.folded("a", upTo), value);
                assertTrue(state.processed() >= before, "it went back");
                before = state.processed();
            }
            ok(get(photon.engine.delete("p")));
            Eventually.holds("the end is told", () -> fast.completed && slow.completed);
        }
    }

    private static final class States implements Subscriber<Descriptor> {
        private final List<Descriptor> states = new CopyOnWriteArrayList<>();
        private final long demand;
        volatile boolean completed;
        Subscription subscription;

        States(long demand) {
            this.demand = demand;
        }

        List<Descriptor> all() {
            return states;
        }

        /** Whether the newest state says so. */
        boolean failed() {
            return !states.isEmpty() && states.get(states.size() - 1).status() == Status.FAILED;
        }

        @Override
        public void onSubscribe(Subscription given) {
            subscription = given;
            given.request(demand);
        }

        @Override
        public void onNext(Descriptor state) {
            states.add(state);
        }

        @Override
        public void onError(Throwable error) {
            throw new AssertionError(error);
        }

        @Override
        public void onComplete() {
            completed = true;
        }
    }
}
