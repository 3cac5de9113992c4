package io.photon.daemon;

import io.photon.result.Failure;
import io.photon.result.Result;
import io.photon.store.EventStore;
import io.photon.store.StoreException;
import io.photon.store.file.FileEventStore;
import io.photon.store.file.RealDisk;
import io.photon.store.file.RecordSource;
import io.photon.store.h2.H2EventStore;
import io.photon.store.h2.H2Options;
import io.photon.store.memory.MemoryEventStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/** Opens the store that {@code db.backend} names: the one place that knows all of them. */
final class Stores {

    private static final Duration H2_OPEN_LIMIT = Duration.ofSeconds(60);

    private Stores() {}

    static Result<EventStore> open(StoreConfig config) {
        try {
            return switch (config.backend()) {
                case "h2" -> Result.ok(H2EventStore.open(h2Options(config)));
                case "file" ->
                    Result.ok(FileEventStore.open(
                            new RealDisk(config.directory()), FileEventStore.Limits.DEFAULT, RecordSource.NONE));
                case "memory", "dummy" -> Result.ok(new MemoryEventStore());
                default ->
                    Result.err(
                            Failure.Kind.BAD_INPUT,
                            "db.backend is '" + config.backend() + "'",
                            "this Photon has h2, file and memory");
            };
        } catch (StoreException e) {
            return Result.err(notOpened(config, e));
        } catch (IOException e) {
            return Result.err(
                    Failure.Kind.BAD_INPUT,
                    "the folder of the store cannot be used: " + e.getMessage(),
                    "make it writable, or set data.path");
        }
    }

    private static H2Options h2Options(StoreConfig config) {
        Path path = config.h2Prefix();
        H2Options.Adopt adopt = config.h2Adopt() == null
                ? H2Options.Adopt.NONE
                : config.h2Adopt().equals("log") ? H2Options.Adopt.LOG : H2Options.Adopt.H2;
        return new H2Options(path, H2_OPEN_LIMIT, config.h2StopWait(), adopt);
    }

    /** Messages of a refusal say themselves what to do. */
    static Failure notOpened(StoreConfig config, StoreException e) {
        Failure.Kind kind = switch (e.kind()) {
            case NO_SPACE -> Failure.Kind.NO_SPACE;
            case DAMAGED -> Failure.Kind.DAMAGED;
            case READ_ONLY, FENCED -> Failure.Kind.READ_ONLY;
            case CONFLICT, REFUSED -> Failure.Kind.CONFLICT;
            case OUTCOME_UNKNOWN, FAILED, CLOSED -> Failure.Kind.UNREACHABLE;
        };
        String hint = kind == Failure.Kind.NO_SPACE
                ? "make room on the disk, then start again"
                : "nothing was changed; see docs for how to look at a store";
        return Failure.of(kind, "the " + config.backend() + " store cannot be opened: " + e.getMessage(), hint);
    }
}
