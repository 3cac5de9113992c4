// SPDX-License-Identifier: Apache-2.0
package io.photon.projection.engine;

import static io.photon.result.Results.get;
import static io.photon.result.Results.ok;

import io.photon.codec.EventParser;
import io.photon.codec.JsonFields;
import io.photon.event.Bound;
import io.photon.event.Event;
import io.photon.event.EventDraft;
import io.photon.log.AppendRequest;
import io.photon.log.Appended;
import io.photon.log.DeletionFold;
import io.photon.log.Expect;
import io.photon.log.engine.DefaultEventLog;
import io.photon.pace.BackgroundPace;
import io.photon.projection.Descriptor;
import io.photon.projection.ProjectionSettings;
import io.photon.projection.run.BlockingCursor;
import io.photon.projection.schedule.ProjectionScheduler;
import io.photon.projection.schedule.ThreadPoolScheduler;
import io.photon.projection.spi.BuiltIn;
import io.photon.projection.spi.ConditionLanguage;
import io.photon.projection.spi.Definition;
import io.photon.projection.spi.ReducerLimits;
import io.photon.projection.spi.ReductionException;
import io.photon.result.Failure;
import io.photon.result.Result;
import io.photon.store.EventStore;
import io.photon.store.SnapshotStore;
import io.photon.store.file.FileEventStore;
import io.photon.store.file.RecordSource;
import io.photon.store.file.disk.RealDisk;
import io.photon.store.snapshot.MvSnapshotStore;
import io.photon.testing.Eventually;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** A log on files with projections over it, which can be stopped and started again. */
public final class Projector implements AutoCloseable {

    private static final long WAIT_SECONDS = 30;

    private final Path dir;
    private final ProjectionSettings settings;
    final TinyLanguage language = new TinyLanguage();
    List<BuiltIn> builtIns = List.of();
    /** Runs before each file is read. */
    Runnable beforeReading = () -> {};

    EventStore store;
    /** What heals the log. */
    RecordSource source = RecordSource.NONE;

    /** What a test puts around the store. */
    UnaryOperator<EventStore> aroundStore = files -> files;

    /** What a test puts around the threads. */
    UnaryOperator<ProjectionScheduler> around = threads -> threads;

    private SnapshotStore snapshots;
    DefaultEventLog log;
    ProjectionEngine engine;

    Projector(Path dir, ProjectionSettings settings) {
        this.dir = dir;
        this.settings = settings;
    }

    static Projector start(Path dir) {
        return start(dir, settings(2));
    }

    /** The same settings with projections from the files of a folder. */
    static ProjectionSettings withFiles(ProjectionSettings plain, Path files) {
        return new ProjectionSettings(
                plain.threads(),
                plain.limits(),
                files,
                plain.measureActive(),
                plain.measureRate(),
                plain.snapshotEvents(),
                plain.patience());
    }

    static ProjectionSettings settings(int threads) {
        return settings(threads, ProjectionSettings.SNAPSHOT_EVENTS);
    }

    static ProjectionSettings settings(int threads, long snapshotEvents) {
        return new ProjectionSettings(
                threads,
                new ReducerLimits(Duration.ofMillis(200), 1 << 20),
                null,
                false,
                Duration.ofSeconds(10),
                snapshotEvents);
    }

    static Projector start(Path dir, ProjectionSettings settings) {
        Projector projector = new Projector(dir, settings);
        projector.start();
        return projector;
    }

    void start() {
        try {
            store = aroundStore.apply(
                    FileEventStore.open(new RealDisk(dir.resolve("log")), FileEventStore.Limits.DEFAULT, source));
            DeletionFold.apply(store);
            log = DefaultEventLog.start(store, Clock.systemUTC());
        } catch (Exception e) {
            throw new AssertionError(e);
        }
        snapshots = MvSnapshotStore.in(snapshotFolder());
        engine = ProjectionEngine.stepped(
                new ProjectionEngine.Parts(
                        log, snapshots, List.of(language), builtIns, this::readFile, Projector::condition),
                settings,
                around.apply(new ThreadPoolScheduler(settings.threads(), BackgroundPace.unhurried())));
        engine.begin();
    }

    /** What was kept is gone; stopped. */
    void forgetSnapshots() throws IOException {
        try (var files = Files.list(snapshotFolder())) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
    }

    Path snapshotFolder() {
        return dir.resolve("snapshots");
    }

    /** A "file" of this test: name, stream, reduction, one a line. */
    private Result<Definition> readFile(String text, String file) {
        beforeReading.run();
        String[] lines = text.split("\n");
        return lines.length < 3
                ? Result.err(Failure.Kind.BAD_INPUT, file + ": line 1, column 1: too short", null)
                : Result.ok(new Definition(lines[0], lines[1], "tiny", lines[2], null));
    }

    /** {@code count>=N}; any other fails when it is asked. */
    private static Result<ConditionLanguage.Condition> condition(String text) {
        if (!text.startsWith("count>=")) {
            return Result.ok(value -> {
                throw new ReductionException("what is " + text, null);
            });
        }
        long bound = Long.parseLong(text.substring("count>=".length()));
        return Result.ok(value -> Long.parseLong(JsonFields.text(value, "count")) >= bound);
    }

    void stop() {
        engine.close();
        snapshots.close();
        log.close();
        try {
            store.close();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    void restart() {
        stop();
        start();
    }

    void create(String name, String stream, String reduction) {
        ok(get(engine.create(new Definition(name, stream, "tiny", reduction, null), false)));
    }

    /** Appends events with {@code payload.n} rising from a number. @return the last order-id */
    long emit(String stream, int from, int count) {
        long last = 0;
        for (int done = 0; done < count; ) {
            int part = Math.min(1_000, count - done);
            List<EventDraft> drafts = new ArrayList<>(part);
            for (int i = 0; i < part; i++) {
                byte[] json = ("{\"stream-name\":\"" + stream + "\",\"event-type\":\"T\",\"payload\":{\"n\":"
                                + (from + done + i) + "}}")
                        .getBytes(StandardCharsets.UTF_8);
                drafts.add(ok(EventParser.parseDraft(json, 0, json.length)));
            }
            for (Result<Appended> result : get(log.append(new AppendRequest(drafts, false, Expect.ANY)))) {
                last = ok(result).orderId();
            }
            done += part;
        }
        return last;
    }

    void awaitHead(String name) {
        ok(get(engine.await(name, Bound.position(log.head()), Duration.ofSeconds(WAIT_SECONDS))));
    }

    Descriptor find(String name) {
        return ok(engine.find(name));
    }

    String value(String name) {
        return new String(find(name).value(), StandardCharsets.UTF_8);
    }

    void awaitStatus(String name, Descriptor.Status status) {
        Eventually.holds(name + " is " + status, () -> find(name).status() == status);
    }

    /** An independent fold of the replay, up to a position. */
    String folded(String stream, long upTo) {
        Map<String, Long> sums = new LinkedHashMap<>();
        long count = 0;
        long last = 0;
        try (BlockingCursor events = new BlockingCursor(log, stream, 0, upTo, null)) {
            for (Event event = events.next(); event != null; event = events.next()) {
                sums.merge(event.streamName(), TinyLanguage.number(event), Long::sum);
                count++;
                last = event.orderId();
            }
        }
        StringBuilder json = new StringBuilder("{\"count\":" + count + ",\"last\":" + last + ",\"sums\":{");
        List<String> parts = new ArrayList<>();
        sums.forEach((name, sum) -> parts.add("\"" + name + "\":" + sum));
        return json.append(String.join(",", parts)).append("}}").toString();
    }

    @Override
    public void close() {
        stop();
    }
}
