package io.photon.api;

import io.photon.result.Failure;
import io.photon.store.StoreException;

/** What a store's refusal to read means to the person who asked. */
final class StoreFailures {

    private StoreFailures() {}

    static Failure of(StoreException e) {
        return switch (e.kind()) {
            case DAMAGED ->
                Failure.of(
                        Failure.Kind.DAMAGED,
                        e.getMessage(),
                        "see all of it with: photon verify --live; restore what is damaged from a backup");
            case NO_SPACE -> Failure.of(Failure.Kind.NO_SPACE, e.getMessage(), "make room, then try again");
            case READ_ONLY ->
                Failure.of(Failure.Kind.READ_ONLY, e.getMessage(), "see the daemon's log, then restart it");
            case CONFLICT -> Failure.of(Failure.Kind.CONFLICT, e.getMessage(), "look at the head, then try again");
            case UNREACHABLE, REFUSED -> Failure.of(Failure.Kind.OVERLOADED, e.getMessage(), "try again later");
            case CLOSED -> Failure.of(Failure.Kind.OVERLOADED, e.getMessage(), "Photon is stopping");
        };
    }
}
