// SPDX-License-Identifier: Apache-2.0
package io.photon.store.h2;

import io.photon.store.h2.MirrorOpening.Opened;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A database that is being opened while the start goes on. Any thread. */
final class PendingDatabase {

    private final CompletableFuture<Opened> opened;

    private PendingDatabase(CompletableFuture<Opened> opened) {
        this.opened = opened;
    }

    /** One that is opened already, or known to be none. */
    static PendingDatabase of(Opened opened) {
        return new PendingDatabase(CompletableFuture.completedFuture(opened));
    }

    /** Opens the database a log is mirrored into, in a thread of its own. */
    static PendingDatabase opening(MirrorOpening opening, PairingMarker mark) {
        CompletableFuture<Opened> opened = new CompletableFuture<>();
        String storeId = mark.storeId();
        String created = mark.created();
        Thread thread = new Thread(
                () -> {
                    try {
                        Opened found = opening.open(storeId, created);
                        if (!opened.complete(found)) {
                            MirrorOpening.close(found);
                        }
                    } catch (MirrorException | IOException | RuntimeException e) {
                        opened.complete(new Opened.Failed(String.valueOf(e)));
                    } catch (VirtualMachineError | LinkageError e) { // the mirror waits for it, and tries again
                        opened.complete(new Opened.Starved(String.valueOf(e)));
                    }
                },
                "photon-mirror-start");
        thread.setDaemon(true);
        thread.start();
        return new PendingDatabase(opened);
    }

    /** Completed by what comes of it, never with an error. */
    CompletableFuture<Opened> future() {
        return opened;
    }

    /** What came of opening, or null when it is not done in that time. */
    @Nullable Opened await(long millis) {
        try {
            return opened.get(millis, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        } catch (ExecutionException e) {
            return new Opened.Failed(String.valueOf(e.getCause()));
        }
    }
}
