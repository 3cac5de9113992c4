package io.photon.projection;

import io.photon.event.Bound;
import io.photon.event.EventDraft;
import io.photon.log.EventLog;
import io.photon.projection.ConfigEvents.Change;
import io.photon.result.Excerpt;
import io.photon.result.Failure;
import io.photon.result.Result;
import io.photon.store.SnapshotStore;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.reactivestreams.Publisher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The projections of a daemon: the registry, a runner for each, and the threads they share. */
public final class ProjectionEngine implements Projections {

    private static final Logger LOG = LoggerFactory.getLogger(ProjectionEngine.class);

    private static final long TICK_MS = 1_000;
    private static final long LOADING_WAIT_SECONDS = 10;
    /** For keeping what projections have folded since their last snapshots, when Photon stops. */
    private static final long STOP_NANOS = 3_000_000_000L;

    private final ProjectionSettings settings;
    private final DefinitionReader reader;
    private final ConditionLanguage conditions;
    private final SnapshotStore snapshots;
    private final Turns pool;
    private final Overseer overseer;
    private final Waiters waiters;
    private final ConfigFollower follower;
    private final Changes changes;
    private final TimeTravel travels;
    private final Surroundings around;
    private final Registry registry;
    private final Runners runners;
    private final CompletableFuture<Void> filesLoaded = new CompletableFuture<>();
    /** Of the file that is compiled. */
    private volatile String loading;

    private boolean started;
    private volatile boolean closed;

    private ProjectionEngine(Parts parts, ProjectionSettings settings, Turns turns) {
        this.settings = settings;
        this.reader = parts.reader();
        this.conditions = parts.conditions();
        this.snapshots = parts.snapshots();
        Languages languages = new Languages(parts.languages(), settings.limits());
        this.registry = new Registry(languages, parts.builtIns());
        this.pool = turns;
        this.overseer = new Overseer(pool, settings.patience());
        this.waiters = new Waiters(pool, parts.log());
        this.follower = new ConfigFollower(parts.log(), pool, this::changed);
        this.changes = new Changes(parts.log(), languages, follower, pool, overseer);
        this.travels = new TimeTravel(parts.log(), snapshots, overseer);
        this.around = new Surroundings(
                parts.log(),
                snapshots,
                pool,
                overseer,
                Places.of(settings.threads(), Runtime.getRuntime().maxMemory(), turns::nanos),
                follower::position,
                waiters::moved,
                this::replace,
                settings.snapshotEvents());
        this.runners = new Runners(registry, around);
    }

    /** One that is stuck makes way for another, which has failed there. */
    private void replace(Runner stuck, Descriptor.LastError why) {
        runners.replace(stuck, why);
    }

    /**
     * What an engine is made of.
     *
     * @param log the events, and where changes are recorded; stays open
     * @param snapshots stays open
     * @param languages reductions may be written in
     * @param builtIns always there
     * @param reader of files
     * @param conditions for bisections
     */
    public record Parts(
            EventLog log,
            SnapshotStore snapshots,
            List<ReducerEngine> languages,
            List<BuiltIn> builtIns,
            DefinitionReader reader,
            ConditionLanguage conditions) {}

    /** Learns which projections there are; none of them runs before {@link #begin}. */
    public static ProjectionEngine open(Parts parts, ProjectionSettings settings) {
        return stepped(parts, settings, new Pool(settings.threads(), parts.log()::head));
    }

    /** The same, whose work is done by somebody else than threads of its own: a test's scheduler. Closes the turns. */
    public static ProjectionEngine stepped(Parts parts, ProjectionSettings settings, Turns turns) {
        ProjectionEngine engine = new ProjectionEngine(parts, settings, turns);
        engine.follower.foldStored();
        return engine;
    }

    /**
     * Has all of them run; languages and files load in the background. Called once, when the daemon is ready: what is
     * loaded here should hold up nobody's first request.
     */
    public void begin() {
        synchronized (registry) {
            started = true;
            registry.names().forEach(runners::bringUp);
        }
        follower.follow();
        changes.run(this::loadFiles, () -> {
            LOG.error("the files after projection '{}' are not loaded; correct its file and restart", loading);
            filesLoaded.complete(null);
        });
        pool.watch(overseer::look);
        pool.every(TICK_MS, () -> runners.all().forEach(Runner::tick));
        if (settings.measureActive()) {
            pool.every(settings.measureRate().toMillis(), () -> runners.all().forEach(Runner::measure));
        }
    }

    /** A change was recorded, by whomever. */
    private void changed(long orderId, Change change) {
        synchronized (registry) {
            Set<String> touched = registry.apply(orderId, change);
            if (!started) {
                return; // one of the stored ones: all are brought up when they have been folded
            }
            touched.forEach(runners::bringUp);
            if (change instanceof Change.Resumed resumed && runners.has(resumed.name())) {
                runners.get(resumed.name()).resume();
            }
        }
    }

    private void loadFiles() {
        try {
            if (settings.files() != null) {
                DefinitionFiles.load(settings.files(), reader, this::refusal, this::addFile);
            }
            synchronized (registry) {
                snapshots.retain(registry.names());
            }
        } catch (RuntimeException e) {
            LOG.error("the projections in {} were not loaded", settings.files(), e);
        } finally {
            filesLoaded.complete(null);
        }
    }

    private Failure refusal(Definition definition) {
        loading = definition.name();
        return changes.refusal(definition);
    }

    private void addFile(Definition definition) {
        synchronized (registry) {
            if (registry.isOfFile(definition.name())) {
                LOG.warn(
                        "projection '{}' stands in several files of {}; the first counts",
                        definition.name(),
                        settings.files());
                return;
            }
            registry.addFile(definition);
            runners.bringUp(definition.name());
        }
    }

    private Result<Runner> runner(String name) {
        Runner runner = runners.get(name);
        if (runner != null) {
            return Result.ok(runner);
        }
        if (!filesLoaded.isDone()) {
            try {
                filesLoaded.get(LOADING_WAIT_SECONDS, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (TimeoutException | ExecutionException e) {
                return Result.err(Refusals.notKnownYet(name));
            }
            runner = runners.get(name);
        }
        return runner != null ? Result.ok(runner) : Result.err(Refusals.unknown(name));
    }

    @Override
    public List<String> names() {
        return runners.names();
    }

    @Override
    public List<Descriptor> list() {
        return runners.all().stream().map(Runner::outline).toList();
    }

    @Override
    public Result<Definition> definition(String name) {
        return runner(name).then(runner -> Result.ok(runner.plan().definition()));
    }

    @Override
    public Result<Descriptor> find(String name) {
        return runner(name).then(Runner::full);
    }

    @Override
    public Result<byte[]> field(String name, String key) {
        return runner(name).then(runner -> ValueField.read(runner, key));
    }

    @Override
    public long head() {
        return around.log().head();
    }

    @Override
    public Result<Optional<KeyedReducer.Slice>> slice(String name, String after, int maxBytes) {
        return runner(name).then(runner -> runner.read(fold -> fold.slice(after, maxBytes)));
    }

    @Override
    public Result<byte[]> valueAt(String name, long position) {
        return runner(name).then(runner -> travels.valueAt(runner, runner.plan(), position));
    }

    @Override
    public Result<byte[]> diff(String name, long from, long to) {
        return runner(name).then(runner -> {
            Plan plan = runner.plan(); // one for both, even if it is replaced meanwhile
            return travels.valueAt(runner, plan, from)
                    .then(before -> travels.valueAt(runner, plan, to)
                            .then(after -> Result.ok(JsonDiff.between(before, after))));
        });
    }

    @Override
    public Result<Bisection> bisect(String name, String condition) {
        return runner(name)
                .then(runner -> conditions.compile(condition).then(compiled -> travels.bisect(runner, compiled)));
    }

    @Override
    public Result<Definition> read(String text, String file) {
        return reader.read(text, file);
    }

    @Override
    public CompletableFuture<Result<Boolean>> create(Definition definition, boolean replace) {
        return changes.make(() -> {
            if (definition.name() != null && !replace && runners.has(definition.name())) {
                return Result.err(
                        Failure.Kind.CONFLICT,
                        "projection '" + Excerpt.of(definition.name()) + "' exists already",
                        "use --replace to have it start over with this code, or choose another name");
            }
            Failure crowded = definition.name() == null || runners.has(definition.name())
                    ? null
                    : Refusals.crowded(runners.size());
            if (crowded != null) {
                return Result.err(crowded);
            }
            Failure refusal = changes.refusal(definition);
            return refusal == null ? ConfigEvents.posted(definition) : Result.err(refusal);
        });
    }

    @Override
    public CompletableFuture<Result<Boolean>> delete(String name) {
        return change(name, "deleted", () -> {
            synchronized (registry) {
                return registry.isOfFile(name)
                        ? Result.err(
                                Failure.Kind.CONFLICT,
                                "projection '" + name + "' comes from a file in " + settings.files(),
                                "remove the file and restart, or pause the projection")
                        : ConfigEvents.deleted(name);
            }
        });
    }

    @Override
    public CompletableFuture<Result<Boolean>> pause(String name) {
        return change(
                        name,
                        "paused",
                        () -> runner(name).then(runner -> runner.pauseHere().then(at -> ConfigEvents.paused(name, at))))
                .thenApply(paused -> {
                    if (paused instanceof Result.Err<Boolean>) {
                        synchronized (registry) {
                            runners.bringUp(name); // it stands still, and that was not recorded
                        }
                    }
                    return paused;
                });
    }

    @Override
    public CompletableFuture<Result<Boolean>> resume(String name) {
        return change(name, "resumed", () -> ConfigEvents.resumed(name));
    }

    @Override
    public CompletableFuture<Result<Boolean>> skip(String name) {
        return change(
                name,
                "resumed",
                () -> runner(name)
                        .then(runner -> runner.failedAt().then(event -> ConfigEvents.resumedAfter(name, event))));
    }

    @Override
    public CompletableFuture<Result<Boolean>> reset(String name) {
        return changes.make(() -> runners.has(name) ? ConfigEvents.reset(name) : Result.err(Refusals.unknown(name)));
    }

    private CompletableFuture<Result<Boolean>> change(String name, String what, Supplier<Result<EventDraft>> draft) {
        return changes.make(() -> {
            if (!runners.has(name)) {
                return Result.err(Refusals.unknown(name));
            }
            return registry.isBuiltIn(name)
                    ? Result.err(
                            Failure.Kind.DENIED,
                            "projection '" + name + "' is built in and cannot be " + what,
                            "Photon itself needs it; it can be reset")
                    : draft.get();
        });
    }

    @Override
    public Result<Publisher<Descriptor>> updates(String name) {
        if (name == null) {
            return Result.ok(Updates.publisher(runners::follow, runners::unfollow, runners::wakeAll));
        }
        return runner(name)
                .then(runner -> Result.ok(
                        Updates.publisher(runner.updates()::add, runner.updates()::remove, runner::schedule)));
    }

    @Override
    public CompletableFuture<Result<Long>> await(String name, Bound position, Duration timeout) {
        Runner runner = runners.get(name);
        if (runner != null) {
            return waiters.add(runner, position, timeout);
        }
        long since = System.nanoTime();
        return filesLoaded
                .copy()
                .completeOnTimeout(null, timeout.toMillis(), TimeUnit.MILLISECONDS)
                .thenCompose(loaded -> {
                    Runner found = runners.get(name);
                    if (found != null) {
                        return waiters.add(found, position, timeout.minusNanos(System.nanoTime() - since));
                    }
                    Failure failure = closed
                            ? Waiters.stopping()
                            : filesLoaded.isDone() ? Refusals.unknown(name) : Refusals.notKnownYet(name);
                    return CompletableFuture.completedFuture(Result.err(failure));
                });
    }

    @Override
    public Result<Long> lastUntil(long timeMs) {
        return waiters.lastUntil(timeMs);
    }

    @Override
    public Map<String, Object> stats() {
        Map<String, Object> stats = new LinkedHashMap<>();
        List<Descriptor> all = list();
        stats.put("total", all.size());
        for (Descriptor.Status status : Descriptor.Status.values()) {
            stats.put(
                    status.word(),
                    all.stream().filter(d -> d.status() == status).count());
        }
        stats.put("processed", all.stream().mapToLong(Descriptor::processed).sum());
        stats.put("skipped", all.stream().mapToLong(Descriptor::skipped).sum());
        stats.put("threads", settings.threads());
        stats.put("stuck", overseer.givenUp());
        stats.put("snapshot-bytes", snapshots.bytes());
        return stats;
    }

    @Override
    public void close() {
        closed = true;
        runners.closing();
        filesLoaded.complete(null); // nobody waits for them any more
        follower.close();
        waiters.close();
        overseer.stopping();
        pool.close();
        long deadline = System.nanoTime() + STOP_NANOS;
        int late = 0;
        for (Runner runner : runners.all()) {
            boolean keeps = System.nanoTime() < deadline;
            late += keeps ? 0 : 1;
            runner.close(keeps);
            runner.updates().end(List.of());
        }
        if (late > 0) {
            LOG.info("{} of {} projections go on from their last snapshots after the next start", late, runners.size());
        }
    }
}
