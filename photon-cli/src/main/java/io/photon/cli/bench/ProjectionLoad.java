// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.bench;

import static java.util.Objects.requireNonNull;

import io.photon.cli.output.JsonFacts;
import io.photon.cli.output.Units;
import io.photon.client.PhotonClient;
import io.photon.codec.JsonFields;
import io.photon.result.Failure;
import io.photon.result.Failure.Kind;
import io.photon.result.Result;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A projection that counts events: how fast it folds what is stored, and, while clients emit, how far its value is
 * after the log.
 */
final class ProjectionLoad implements Workload {

    /** How often history is folded; the median counts. */
    private static final int FOLDS = 5;

    /** How long one question for a position waits in the daemon. */
    private static final long WAIT_MS = 10_000;

    /** How long folding may take in all, before and after the measurement. */
    private static final long PATIENCE_MS = 300_000;

    /** A value that has not come nearer for this long after the measurement is not waited for. */
    private static final long STILL_MS = 20_000;

    private static final long GLANCE_MS = 1;

    /** The reductions by language. Each counts. */
    private static final Map<String, String> COUNTERS = Map.of(
            "javascript", "function(previous, event) { return previous + 1 }",
            "clojure", "(fn [previous event] (inc previous))",
            "jq", ". + 1");

    private final Stage stage;
    private final Pace pace;
    private final ConcurrentSkipListMap<Long, Long> awaited = new ConcurrentSkipListMap<>();
    private final AtomicLong stored = new AtomicLong();
    private final List<Double> foldSeconds = new ArrayList<>();
    private List<PhotonClient> writers = List.of();
    private @Nullable PhotonClient control;
    private @Nullable PhotonClient watcher;
    private volatile boolean emitsAreOver;
    private volatile boolean watcherIsOver;
    private volatile long lastStoredNanos;
    private volatile long caughtUpNanos;

    ProjectionLoad(Stage stage, Pace pace) {
        this.stage = stage;
        this.pace = pace;
    }

    @Override
    public String latencyOf() {
        return "an event's way, from the time of its emit until the projection's value covers it";
    }

    @Override
    public Result<Boolean> prepare() {
        return stage.clients()
                .open(false)
                .then(client -> {
                    control = client;
                    return stage.fill(client).then(last -> foldHistory(client, last));
                })
                .then(done -> stage.clients().open(false))
                .then(client -> {
                    watcher = client;
                    return stage.clients().open(stage.plan().clients(), false);
                })
                .then(opened -> {
                    writers = opened;
                    return Result.ok(true);
                });
    }

    private Result<Boolean> foldHistory(PhotonClient client, long last) {
        for (int i = 0; i < FOLDS && !stage.halt().isGiven(); i++) {
            long start = System.nanoTime();
            Result<byte[]> begun = i == 0
                    ? client.createProjection(definition(), false)
                    : client.changeProjection(stage.name(), "reset");
            Result<Boolean> folded = begun.then(done -> await(client, last));
            if (folded instanceof Result.Err<Boolean>) {
                return folded;
            }
            foldSeconds.add((System.nanoTime() - start) / 1e9);
        }
        return Result.ok(true);
    }

    private byte[] definition() {
        String language = stage.plan().language();
        return new JsonFacts()
                .put("projection-name", stage.name())
                .put("stream-name", stage.name())
                .put("language", language)
                .put("reduction", COUNTERS.get(language))
                .put("initial-value", 0)
                .toString()
                .getBytes(StandardCharsets.UTF_8);
    }

    private Result<Boolean> await(PhotonClient client, long position) {
        long until = System.nanoTime() + PATIENCE_MS * 1_000_000;
        while (true) {
            Result<byte[]> there = client.awaitProjection(stage.name(), position, WAIT_MS);
            if (there instanceof Result.Ok<byte[]>) {
                return Result.ok(true);
            }
            Failure why = there.failure();
            if (why.kind() != Kind.TIMED_OUT
                    || System.nanoTime() - until > 0
                    || stage.halt().isInterrupted()) {
                return Result.err(why);
            }
        }
    }

    @Override
    public List<Runnable> work() {
        List<Runnable> work = new ArrayList<>();
        for (PhotonClient writer : writers) {
            work.add(new Emitter(stage, pace, writer, stage.events(work.size()), (meant, now, count, last) -> {
                stored.addAndGet(count);
                awaited.put(last, meant);
                lastStoredNanos = now;
            }));
        }
        PhotonClient client = requireNonNull(watcher, "prepare() comes first");
        stage.workers().start("watcher", () -> watch(client));
        return work;
    }

    /**
     * Asks for the oldest event whose value is not there yet; the answer says how far the value is, so all events up to
     * there are done. Each event is measured, not only those that were asked for.
     */
    private void watch(PhotonClient client) {
        try {
            while (!emitsAreOver || !awaited.isEmpty()) {
                Map.Entry<Long, Long> oldest = awaited.firstEntry();
                if (oldest == null) {
                    if (stage.halt().isInterrupted()) {
                        return;
                    }
                    pauseBriefly();
                    continue;
                }
                Result<byte[]> there = client.awaitProjection(stage.name(), oldest.getKey(), WAIT_MS);
                long now = System.nanoTime();
                if (there instanceof Result.Ok<byte[]> ok) {
                    covered(Math.max(oldest.getKey(), JsonFields.number(ok.value(), "position")), now);
                    caughtUpNanos = now;
                } else if (stage.halt().isInterrupted() || there.failure().kind() != Kind.TIMED_OUT) {
                    stage.failed(there.failure());
                    return;
                }
            }
        } finally {
            watcherIsOver = true;
        }
    }

    private static void pauseBriefly() {
        LockSupport.parkNanos(GLANCE_MS * 1_000_000);
    }

    private void covered(long position, long now) {
        Iterator<Map.Entry<Long, Long>> done =
                awaited.headMap(position, true).entrySet().iterator();
        while (done.hasNext()) {
            stage.figures()
                    .answered(done.next().getValue(), now, 1, stage.plan().sizeBytes());
            done.remove();
        }
    }

    /** Waits for the value, and looks whether it is right. */
    @Override
    public Result<Boolean> finish() {
        emitsAreOver = true;
        long start = System.nanoTime();
        while (!watcherIsOver && !stage.halt().isInterrupted() && !isPointless(start)) {
            pauseBriefly();
        }
        stage.figures().failed("not-folded", awaited.size());
        ByteArrayOutputStream value = new ByteArrayOutputStream();
        Result<Boolean> isRight = requireNonNull(control, "prepare() comes first")
                .projectionValue(stage.name(), null, null, value::write)
                .then(bytes -> {
                    String folded = value.toString(StandardCharsets.UTF_8).strip();
                    String expected = Long.toString(stage.plan().events() + stored.get());
                    boolean unsure =
                            !stage.figures().errors().isEmpty(); // an emit that failed may be stored all the same
                    return folded.equals(expected) || unsure
                            ? Result.ok(true)
                            : Result.err(
                                    Kind.INTERNAL,
                                    "the projection has counted " + folded + " of " + expected + " events",
                                    "see the daemon's log");
                });
        if (isRight instanceof Result.Err<Boolean> err && !Faults.isFinal(err.failure())) {
            stage.figures().failed(err.failure()); // what was measured counts all the same
            return Result.ok(true);
        }
        return isRight;
    }

    /** Whether to wait no longer. @param startNanos when the waiting began */
    private boolean isPointless(long startNanos) {
        long now = System.nanoTime();
        long moved = caughtUpNanos == 0 || caughtUpNanos - startNanos < 0 ? startNanos : caughtUpNanos;
        return now - startNanos > PATIENCE_MS * 1_000_000 || now - moved > STILL_MS * 1_000_000;
    }

    @Override
    public List<Fact> facts() {
        double[] sorted = foldSeconds.stream().mapToDouble(s -> s).sorted().toArray();
        double median = sorted.length == 0 ? Double.NaN : sorted[sorted.length / 2];
        JsonFacts fold = new JsonFacts()
                .put("events", stage.plan().events())
                .put("folds", sorted.length)
                .decimal("seconds", median)
                .decimal("events-per-second", stage.plan().events() / median);
        double lag = Math.max(0, caughtUpNanos - lastStoredNanos) / 1e6;
        return List.of(
                new Fact(
                        "fold",
                        fold.toString(),
                        Units.grouped(Math.round(stage.plan().events() / median)) + " events/s, "
                                + Units.counted(stage.plan().events(), "event") + " in " + Units.duration(median)
                                + ", the median of " + sorted.length),
                new Fact(
                        "caught-up-ms",
                        JsonFacts.decimal(lag),
                        JsonFacts.decimal(lag) + " after the last emit was answered"));
    }
}
