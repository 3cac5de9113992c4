package io.photon.log;

import io.photon.result.Failure;
import io.photon.store.StoreException;

/** What a store's exception means to who asked. */
final class StoreFailures {

    private StoreFailures() {}

    /** @param asked what was to be done, e.g. "the append" */
    static Failure of(String asked, StoreException e) {
        String message = asked + " failed: " + e.getMessage();
        return switch (e.kind()) {
            case NO_SPACE ->
                Failure.of(Failure.Kind.NO_SPACE, message, "free some space; writing resumes by itself, replays go on");
            case READ_ONLY ->
                Failure.of(
                        Failure.Kind.READ_ONLY,
                        message,
                        "nothing more is written by this process; look at the disk, then restart");
            case DAMAGED ->
                Failure.of(
                        Failure.Kind.DAMAGED,
                        message,
                        "run: photon verify --live; restore what is damaged from a backup");
            case UNREACHABLE ->
                Failure.of(
                        Failure.Kind.UNREACHABLE,
                        message,
                        "the outcome is unknown; send it again with the same local-id");
            case REFUSED -> Failure.of(Failure.Kind.OVERLOADED, message, "try again later");
            case CLOSED -> Failure.of(Failure.Kind.OVERLOADED, message, "Photon is stopping");
            case CONFLICT -> Failure.of(Failure.Kind.INTERNAL, message, "the head was read anew; send it again");
        };
    }

    /** A failure nobody expected. */
    static Failure of(String asked, Throwable e) {
        return Failure.of(Failure.Kind.INTERNAL, asked + " failed: " + e, "this is a fault of Photon's; see its log");
    }
}
