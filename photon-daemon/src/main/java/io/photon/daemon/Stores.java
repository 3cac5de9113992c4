// SPDX-License-Identifier: Apache-2.0
package io.photon.daemon;

import io.photon.pace.BackgroundPace;
import io.photon.result.Failure;
import io.photon.result.Result;
import io.photon.store.StoreException;
import io.photon.store.backend.OpenedStore;
import io.photon.store.backend.StoreBackend;
import java.io.IOException;

/** Opens the store that the settings name. */
final class Stores {

    private Stores() {}

    /** @param pace of what it does in the background */
    static Result<OpenedStore> open(StoreConfig config, BackgroundPace pace) {
        return config.found().then(backend -> open(config, backend, pace));
    }

    private static Result<OpenedStore> open(StoreConfig config, StoreBackend backend, BackgroundPace pace) {
        try {
            return Result.ok(backend.open(config.settings(), pace));
        } catch (StoreException e) {
            return Result.err(notOpened(config, e));
        } catch (IOException e) {
            return Result.err(
                    Failure.Kind.BAD_INPUT,
                    "the folder of the store cannot be used: " + e.getMessage(),
                    "make it writable, or set data.path");
        } catch (LinkageError e) { // a driver that is not in the jar, or is of another version
            return Result.err(
                    Failure.Kind.BAD_INPUT,
                    "the backend '" + config.backend() + "' cannot be used: " + e,
                    "its jar is not of this version or not whole; put the one of this version next to the program");
        }
    }

    /** Messages of a refusal say themselves what to do. */
    static Failure notOpened(StoreConfig config, StoreException e) {
        Failure.Kind kind = switch (e.kind()) {
            case NO_SPACE -> Failure.Kind.NO_SPACE;
            case DAMAGED -> Failure.Kind.DAMAGED;
            case READ_ONLY, FENCED -> Failure.Kind.READ_ONLY;
            case CONFLICT, REFUSED -> Failure.Kind.CONFLICT;
            case OUTCOME_UNKNOWN, NOT_YET, FAILED, CLOSED -> Failure.Kind.UNREACHABLE;
        };
        String hint = switch (kind) {
            case NO_SPACE -> "make room on the disk, then start again";
            case DAMAGED ->
                "nothing was changed; copy the folder, then see \"When damage is reported\" in docs/operations.md";
            default -> "nothing was changed; mend that, then start again";
        };
        return Failure.of(kind, "the " + config.backend() + " store cannot be opened: " + e.getMessage(), hint);
    }
}
