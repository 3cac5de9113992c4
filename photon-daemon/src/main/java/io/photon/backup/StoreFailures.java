package io.photon.backup;

import io.photon.result.Failure;
import io.photon.store.StoreException;

/** What a store's refusal means to the person who asked for a backup or a restore. */
final class StoreFailures {

    private StoreFailures() {}

    static Failure of(StoreException e) {
        Failure.Kind kind = switch (e.kind()) {
            case CONFLICT -> Failure.Kind.CONFLICT;
            case NO_SPACE -> Failure.Kind.NO_SPACE;
            case READ_ONLY -> Failure.Kind.READ_ONLY;
            case DAMAGED -> Failure.Kind.DAMAGED;
            case UNREACHABLE, REFUSED, CLOSED -> Failure.Kind.OVERLOADED;
        };
        String hint = switch (e.kind()) {
            case CONFLICT -> "see what is stored with: photon streams list; or restore with --as-new";
            case NO_SPACE -> "make room on the daemon's disk, then try again; nothing was changed";
            case READ_ONLY -> "see the daemon's log, then restart it";
            case DAMAGED -> "check the store with: photon verify --live";
            case UNREACHABLE, REFUSED, CLOSED -> "try again later";
        };
        return Failure.of(kind, e.getMessage(), hint);
    }
}
