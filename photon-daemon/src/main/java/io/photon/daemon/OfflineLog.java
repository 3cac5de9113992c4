// SPDX-License-Identifier: Apache-2.0
package io.photon.daemon;

import io.photon.budget.Budget;
import io.photon.log.EventLog;
import io.photon.log.engine.DefaultEventLog;
import io.photon.pace.BackgroundPace;
import io.photon.result.Failure;
import io.photon.result.Result;
import io.photon.settings.SettingOrigin;
import io.photon.store.EventStore.StoreState;
import io.photon.store.StoreException;
import io.photon.store.backend.OpenedStore;
import io.photon.store.backend.StorePlace;
import io.photon.store.memory.MemoryEventStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The log over a store, without the doors of a daemon: for commands that move what is stored. It holds the store's lock and
 * lease as a daemon does, so that no daemon uses it in the meantime. Closing it closes the store.
 */
public final class OfflineLog implements AutoCloseable {

    /** A daemon that was killed keeps its lease this long at most, with the usual settings. */
    private static final long LEASE_WAIT_NANOS = TimeUnit.SECONDS.toNanos(30);

    private static final long LOOK_EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final OpenParts parts;
    private final EventLog log;
    private final String shown;
    private final Path scratch;

    private OfflineLog(OpenParts parts, EventLog log, String shown, Path scratch) {
        this.parts = parts;
        this.log = log;
        this.shown = shown;
        this.scratch = scratch;
    }

    /**
     * Opens a store that is there.
     *
     * @param config which store
     * @return NOT_FOUND when there is none, CONFLICT when a daemon uses it, or why it cannot be opened
     */
    public static Result<OfflineLog> existing(StoreConfig config) {
        return config.found().then(backend -> {
            Optional<StorePlace> place = backend.place(config.settings());
            if (place.isPresent() && !isThere(place.get())) {
                return Result.err(
                        Failure.Kind.NOT_FOUND,
                        "there is no " + backend.name() + " store in "
                                + place.get().directory(),
                        "give the settings that its daemon has, e.g. data.path=FOLDER");
            }
            return open(config);
        });
    }

    /**
     * For a look: opens a store that is there, and where there is none takes an empty one in memory for it. Nothing is made.
     *
     * @param config which store
     * @return CONFLICT when a daemon uses it, or why it cannot be opened
     */
    public static Result<OfflineLog> existingOrEmpty(StoreConfig config) {
        Result<OfflineLog> there = existing(config);
        return there instanceof Result.Err<OfflineLog> err && err.failure().kind() == Failure.Kind.NOT_FOUND
                ? empty(config)
                : there;
    }

    private static Result<OfflineLog> empty(StoreConfig config) {
        OpenParts parts = new OpenParts();
        try {
            DefaultEventLog log =
                    parts.add("the log", DefaultEventLog.start(new MemoryEventStore(), Clock.systemUTC()));
            return Result.ok(new OfflineLog(parts, log, shown(config), Path.of(System.getProperty("java.io.tmpdir"))));
        } catch (StoreException e) {
            parts.close();
            return Result.err(Stores.notOpened(config, e));
        }
    }

    /** Whether one of its files is there. */
    private static boolean isThere(StorePlace place) {
        Path folder = place.directory().getParent();
        if (Files.exists(place.directory())) {
            return true;
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .anyMatch(name -> name.startsWith(place.name() + ".") && !name.endsWith(".lock"));
        } catch (IOException e) {
            return false; // the folder itself is not there, or cannot be read: then its store cannot, either
        }
    }

    /** Opens a store, or begins one. @return CONFLICT when a daemon uses it, or why it cannot be opened */
    public static Result<OfflineLog> open(StoreConfig config) {
        OpenParts parts = new OpenParts();
        Result<OfflineLog> opened = lock(config, parts)
                .then(locked -> Stores.open(config, BackgroundPace.of(1)))
                .then(store -> over(config, parts, store));
        if (!opened.isOk()) {
            parts.close();
        }
        return opened;
    }

    private static Result<Boolean> lock(StoreConfig config, OpenParts parts) {
        Path directory = config.directory();
        if (directory == null) {
            return Result.ok(false);
        }
        return StoreLock.take(directory)
                .fold(
                        lock -> {
                            parts.add("the store's lock", lock);
                            return Result.ok(true);
                        },
                        failure -> Result.err(
                                failure.kind(),
                                failure.message(),
                                failure.kind() == Failure.Kind.CONFLICT
                                        ? "stop that daemon first; a source may run on when its URL is given"
                                        : failure.hint()));
    }

    private static Result<OfflineLog> over(StoreConfig config, OpenParts parts, OpenedStore opened) {
        parts.add("the store", opened.store());
        config.restrict();
        try {
            DefaultEventLog log = parts.add(
                    "the log",
                    DefaultEventLog.start(
                            opened.store(),
                            opened.lease(),
                            Clock.systemUTC(),
                            Budget.unlimited(),
                            BackgroundPace.of(1).occupancy()));
            StoreState state = writable(log);
            if (state.condition() == StoreState.Condition.READ_ONLY) {
                return Result.err(
                        Failure.Kind.CONFLICT,
                        shown(config) + " is in use: " + state.reason(),
                        "stop the daemons that use it; a source may run on when its URL is given");
            }
            return Result.ok(new OfflineLog(parts, log, shown(config), scratch(config)));
        } catch (StoreException e) {
            return Result.err(Stores.notOpened(config, e));
        }
    }

    /** Waits for the lease of a daemon that is gone. */
    private static StoreState writable(EventLog log) {
        long deadline = System.nanoTime() + LEASE_WAIT_NANOS;
        StoreState state = log.state();
        while (state.condition() == StoreState.Condition.READ_ONLY && System.nanoTime() - deadline < 0) {
            LockSupport.parkNanos(LOOK_EVERY_NANOS);
            state = log.state();
        }
        return state;
    }

    private static Path scratch(StoreConfig config) {
        Path directory = config.directory();
        return directory == null
                ? Path.of(System.getProperty("java.io.tmpdir"))
                : directory.resolveSibling(directory.getFileName() + ".scratch");
    }

    /** The store in words: its backend, where it is, and the settings that were given. No secrets. */
    public static String shown(StoreConfig config) {
        Path directory = config.directory();
        if (directory != null) {
            return config.backend() + " in " + directory;
        }
        String given = config.settings().shown().stream()
                .filter(one -> one.setting().key().startsWith(config.backend() + ".")
                        && one.origin() != SettingOrigin.DEFAULT
                        && !one.setting().secret())
                .map(one -> one.setting().key() + "=" + one.value())
                .collect(Collectors.joining(" "));
        return given.isEmpty() ? config.backend() : config.backend() + " " + given;
    }

    /** Whether both mean the same store, as far as their settings tell. */
    public static boolean isSame(StoreConfig one, StoreConfig other) {
        Path here = one.directory();
        Path there = other.directory();
        if (here != null && there != null) {
            return real(here).equals(real(there));
        }
        return one.backend().equals(other.backend()) && own(one).equals(own(other));
    }

    /** Whether the files of one would lie among those of another, which takes what lies there for its own. */
    public static boolean isWithin(StoreConfig one, StoreConfig other) {
        Path here = one.directory();
        Path there = other.directory();
        return here != null && there != null && real(here).startsWith(real(there));
    }

    private static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException e) { // one that is not there yet
            Path parent = path.toAbsolutePath().normalize().getParent();
            return parent == null ? path : real(parent).resolve(path.getFileName());
        }
    }

    private static List<String> own(StoreConfig config) {
        return config.settings().shown().stream()
                .filter(one -> one.setting().key().startsWith(config.backend() + "."))
                .map(one -> one.setting().key() + "=" + one.value())
                .toList();
    }

    public EventLog log() {
        return log;
    }

    /** The store in words. */
    public String shown() {
        return shown;
    }

    /** A folder for temporary files, made when needed. */
    public Path scratch() {
        return scratch;
    }

    @Override
    public void close() {
        parts.close();
    }
}
