package io.photon.daemon;

import io.photon.result.Failure;
import io.photon.result.Result;
import io.photon.store.EventStore;
import io.photon.store.StoreException;
import io.photon.store.memory.MemoryEventStore;

/** Opens the store that {@code db.backend} names: the one place that knows all of them. */
final class Stores {

    private Stores() {}

    static Result<EventStore> open(PhotonConfig config) {
        try {
            return switch (config.backend()) {
                case "memory", "dummy" -> Result.ok(new MemoryEventStore());
                default ->
                    Result.err(
                            Failure.Kind.BAD_INPUT,
                            "db.backend is '" + config.backend() + "'",
                            "this build has h2, file and memory");
            };
        } catch (RuntimeException e) {
            return Result.err(Failure.Kind.INTERNAL, "the store cannot be opened: " + e, null);
        }
    }

    static Failure notOpened(PhotonConfig config, StoreException e) {
        return Failure.of(
                switch (e.kind()) {
                    case NO_SPACE -> Failure.Kind.NO_SPACE;
                    case DAMAGED -> Failure.Kind.DAMAGED;
                    default -> Failure.Kind.CONFLICT;
                },
                "the " + config.backend() + " store cannot be opened: " + e.getMessage(),
                null);
    }
}
