// SPDX-License-Identifier: Apache-2.0
package io.photon.projection.engine;

import io.photon.event.Bound;
import io.photon.event.EventDraft;
import io.photon.log.EventLog;
import io.photon.pace.BackgroundPace;
import io.photon.projection.Descriptor;
import io.photon.projection.ProjectionService;
import io.photon.projection.ProjectionSettings;
import io.photon.projection.query.MeasuredStreams;
import io.photon.projection.query.TimeTravel;
import io.photon.projection.query.ValueField;
import io.photon.projection.query.Waiters;
import io.photon.projection.registry.ConfigCommands;
import io.photon.projection.registry.ConfigEvents;
import io.photon.projection.registry.ConfigEvents.Change;
import io.photon.projection.registry.ConfigFollower;
import io.photon.projection.registry.DefinitionFiles;
import io.photon.projection.registry.Registry;
import io.photon.projection.run.CompiledDefinition;
import io.photon.projection.run.Languages;
import io.photon.projection.run.Places;
import io.photon.projection.run.ProjectionContext;
import io.photon.projection.run.ProjectionTask;
import io.photon.projection.run.Updates;
import io.photon.projection.schedule.Overseer;
import io.photon.projection.schedule.ProjectionScheduler;
import io.photon.projection.schedule.ThreadPoolScheduler;
import io.photon.projection.spi.BuiltIn;
import io.photon.projection.spi.ConditionLanguage;
import io.photon.projection.spi.Definition;
import io.photon.projection.spi.DefinitionReader;
import io.photon.projection.spi.KeyedReducer;
import io.photon.projection.spi.ReducerEngine;
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
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The projections of a daemon: the registry, a task for each, and the threads they share. */
public final class ProjectionEngine implements ProjectionService {

    private static final Logger LOG = LoggerFactory.getLogger(ProjectionEngine.class);

    private static final long TICK_MS = 1_000;
    private static final long LOADING_WAIT_SECONDS = 10;
    /** For keeping what projections have folded since their last snapshots, when Photon stops. */
    private static final long STOP_NANOS = 3_000_000_000L;

    private final ProjectionSettings settings;
    private final DefinitionReader reader;
    private final Languages languages;
    private final ConditionLanguage conditions;
    private final SnapshotStore snapshots;
    private final ProjectionScheduler scheduler;
    private final Overseer overseer;
    private final Waiters waiters;
    private final ConfigFollower follower;
    private final ConfigCommands changes;
    private final TimeTravel travels;
    private final ProjectionContext context;
    private final Registry registry;
    private final ProjectionTasks tasks;
    private final CompletableFuture<Void> filesLoaded = new CompletableFuture<>();
    /** Of the file that is compiled. */
    private volatile @Nullable String loading;

    private boolean started;
    private volatile boolean closed;

    private ProjectionEngine(Parts parts, ProjectionSettings settings, ProjectionScheduler scheduler) {
        this.settings = settings;
        this.reader = parts.reader();
        this.conditions = parts.conditions();
        this.snapshots = parts.snapshots();
        this.languages = new Languages(parts.languages(), settings.limits());
        this.registry = new Registry(languages, parts.builtIns());
        this.scheduler = scheduler;
        this.overseer = new Overseer(scheduler, settings.patience());
        this.waiters = new Waiters(scheduler, parts.log());
        this.follower = new ConfigFollower(parts.log(), scheduler, new Changes());
        this.changes = new ConfigCommands(parts.log(), languages, follower, scheduler, overseer);
        this.travels = new TimeTravel(parts.log(), snapshots, overseer);
        this.context = new ProjectionContext(
                parts.log(),
                snapshots,
                scheduler,
                overseer,
                Places.of(settings.threads(), Runtime.getRuntime().maxMemory(), scheduler::nanos),
                follower::toldSoFar,
                waiters::moved,
                this::replace,
                settings.snapshotEvents());
        this.tasks = new ProjectionTasks(registry, context);
    }

    /** One that is stuck makes way for another, which has failed there. */
    private void replace(ProjectionTask stuck, Descriptor.LastError why) {
        tasks.replace(stuck, why);
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

    /** Learns which projections there are; none of them runs before {@link #begin}. @param pace of folding */
    public static ProjectionEngine open(Parts parts, ProjectionSettings settings, BackgroundPace pace) {
        return stepped(parts, settings, new ThreadPoolScheduler(settings.threads(), pace));
    }

    /** The same, whose work is not done by threads of its own: a test's scheduler. Closes the turns. */
    public static ProjectionEngine stepped(Parts parts, ProjectionSettings settings, ProjectionScheduler scheduler) {
        ProjectionEngine engine = new ProjectionEngine(parts, settings, scheduler);
        engine.follower.foldStored();
        return engine;
    }

    /**
     * Has all of them run; languages and files load in the background. Called once, when the daemon is ready: what is
     * loaded here should hold up no one's first request.
     */
    public void begin() {
        synchronized (registry) {
            started = true;
            registry.names().forEach(tasks::update);
        }
        follower.follow();
        changes.run(this::loadFiles, () -> {
            LOG.error("the files after projection '{}' are not loaded; correct its file and restart", loading);
            filesLoaded.complete(null);
        });
        scheduler.watch(overseer::look);
        scheduler.every(TICK_MS, () -> tasks.all().forEach(ProjectionTask::tick));
        if (settings.measureActive()) {
            scheduler.every(settings.measureRate().toMillis(), () -> tasks.all().forEach(ProjectionTask::measure));
        }
    }

    /** A change was recorded, here or elsewhere. */
    private void changed(long orderId, Change change) {
        synchronized (registry) {
            Set<String> touched = registry.apply(orderId, change);
            if (!started) {
                return; // one of the stored ones: all are brought up when they have been folded
            }
            touched.forEach(tasks::update);
            ProjectionTask task = change instanceof Change.Resumed resumed ? tasks.get(resumed.name()) : null;
            if (task != null) {
                task.resume();
            }
        }
    }

    private final class Changes implements ConfigFollower.Changes {

        @Override
        public void changed(long orderId, Change change) {
            ProjectionEngine.this.changed(orderId, change);
        }

        @Override
        public ConfigFollower.Anew anew() {
            synchronized (registry) {
                return new Anew(registry.begun());
            }
        }
    }

    /** What is recorded is told from the beginning. */
    private final class Anew implements ConfigFollower.Anew {

        private final Registry fresh;

        Anew(Registry fresh) {
            this.fresh = fresh;
        }

        @Override
        public void changed(long orderId, Change change) {
            fresh.apply(orderId, change);
        }

        @Override
        public void takeEffect() {
            synchronized (registry) {
                Set<String> touched = registry.become(fresh);
                if (started) {
                    touched.forEach(tasks::update);
                }
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
        } catch (RuntimeException | VirtualMachineError | LinkageError e) {
            LOG.error("the projections in {} were not loaded", settings.files(), e);
        } finally {
            filesLoaded.complete(null);
        }
    }

    private @Nullable Failure refusal(Definition definition) {
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
            tasks.update(definition.name());
        }
    }

    private Result<ProjectionTask> task(String name) {
        ProjectionTask task = tasks.get(name);
        if (task != null) {
            return Result.ok(task);
        }
        if (!filesLoaded.isDone()) {
            try {
                filesLoaded.get(LOADING_WAIT_SECONDS, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (TimeoutException | ExecutionException e) {
                return Result.err(Refusals.notKnownYet(name));
            }
            task = tasks.get(name);
        }
        return task != null ? Result.ok(task) : Result.err(Refusals.unknown(name));
    }

    @Override
    public List<String> names() {
        return tasks.names();
    }

    @Override
    public List<Descriptor> list() {
        return tasks.all().stream().map(ProjectionTask::outline).toList();
    }

    @Override
    public Result<Definition> definition(String name) {
        return task(name).map(task -> task.plan().definition());
    }

    @Override
    public Result<Descriptor> find(String name) {
        return task(name).then(ProjectionTask::full);
    }

    @Override
    public Result<byte[]> field(String name, String key) {
        return task(name).then(task -> ValueField.read(task, key));
    }

    @Override
    public long head() {
        return context.log().head();
    }

    @Override
    public Result<Optional<KeyedReducer.Slice>> slice(String name, String after, int maxBytes) {
        return task(name).then(task -> task.read(fold -> fold.slice(after, maxBytes)));
    }

    @Override
    public Result<Sizes> sizes(String name, List<String> streams, Duration patience) {
        return task(name).then(task -> MeasuredStreams.read(task, streams, patience));
    }

    @Override
    public Result<byte[]> valueAt(String name, long position) {
        return task(name).then(task -> travels.valueAt(task, task.plan(), position));
    }

    @Override
    public Result<byte[]> diff(String name, long from, long to) {
        return task(name).then(task -> travels.diff(task, from, to));
    }

    @Override
    public Result<Bisection> bisect(String name, String condition) {
        return task(name).then(task -> conditions.compile(condition).then(compiled -> travels.bisect(task, compiled)));
    }

    @Override
    public Result<Trial> tryOut(Definition definition, long events) {
        return travels.tryOut(
                CompiledDefinition.of(definition, Descriptor.Origin.REQUEST, languages, 0, new TreeMap<>()), events);
    }

    @Override
    public Result<Definition> read(String text, String file) {
        return reader.read(text, file);
    }

    @Override
    public CompletableFuture<Result<Boolean>> create(Definition definition, boolean replace) {
        return changes.make(() -> {
            if (definition.name() != null && !replace && tasks.has(definition.name())) {
                return Result.err(
                        Failure.Kind.CONFLICT,
                        "projection '" + Excerpt.of(definition.name()) + "' exists already",
                        "use --replace to have it start over with this code, or choose another name");
            }
            Failure crowded =
                    definition.name() == null || tasks.has(definition.name()) ? null : Refusals.crowded(tasks.size());
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
                        () -> task(name).then(task -> task.pauseHere().then(at -> ConfigEvents.paused(name, at))))
                .thenApply(paused -> {
                    if (paused instanceof Result.Err<Boolean>) {
                        synchronized (registry) {
                            tasks.update(name); // it stands still, and that was not recorded
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
                () -> task(name).then(task -> task.failedAt().then(event -> ConfigEvents.resumedAfter(name, event))));
    }

    @Override
    public CompletableFuture<Result<Boolean>> reset(String name) {
        return changes.make(() -> tasks.has(name) ? ConfigEvents.reset(name) : Result.err(Refusals.unknown(name)));
    }

    private CompletableFuture<Result<Boolean>> change(String name, String what, Supplier<Result<EventDraft>> draft) {
        return changes.make(() -> {
            if (!tasks.has(name)) {
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
    public Result<Publisher<Descriptor>> updates(@Nullable String name) {
        if (name == null) {
            return Result.ok(Updates.publisher(tasks::follow, tasks::unfollow, tasks::wakeAll));
        }
        return task(name).map(task -> Updates.publisher(task.updates()::add, task.updates()::remove, task::schedule));
    }

    @Override
    public CompletableFuture<Result<Long>> await(String name, Bound position, Duration timeout) {
        ProjectionTask task = tasks.get(name);
        if (task != null) {
            return waiters.add(task, position, timeout);
        }
        long since = System.nanoTime();
        return filesLoaded
                .copy()
                .completeOnTimeout(null, timeout.toMillis(), TimeUnit.MILLISECONDS)
                .thenCompose(loaded -> {
                    ProjectionTask found = tasks.get(name);
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
        tasks.closing();
        filesLoaded.complete(null); // no one waits for them any more
        follower.close();
        waiters.close();
        overseer.stopping();
        scheduler.close();
        long deadline = System.nanoTime() + STOP_NANOS;
        int late = 0;
        for (ProjectionTask task : tasks.all()) {
            boolean keeps = System.nanoTime() < deadline;
            late += keeps ? 0 : 1;
            task.close(keeps);
            task.updates().end(List.of());
        }
        if (late > 0) {
            LOG.info("{} of {} projections go on from their last snapshots after the next start", late, tasks.size());
        }
    }
}
