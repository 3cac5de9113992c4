// SPDX-License-Identifier: Apache-2.0
package io.photon.store.file;

import io.photon.store.StoreException;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has what {@link DamageFinder} knows to be damaged looked at again: all of it when the second copy has come, some of it when a
 * reader has met it. Where the second copy is the original, what could not be healed in its place is written anew. Thread-safe.
 */
final class Healing {

    private static final Logger LOG = LoggerFactory.getLogger(Healing.class);

    private static final long RETRY_MS = 5_000;

    /** Who reads waits so long for a segment to be written anew. */
    private static final long MEND_WAIT_MS = 10_000;

    private final LogFiles files;
    private final DamageFinder damages;
    private final RecordSource source;
    private final Background background;
    private final SegmentRewriter rewriter;
    private final Compactor.Sealing sealing;

    Healing(
            LogFiles files,
            DamageFinder damages,
            RecordSource source,
            Background background,
            SegmentRewriter rewriter,
            Compactor.Sealing sealing) {
        this.files = files;
        this.damages = damages;
        this.source = source;
        this.background = background;
        this.rewriter = rewriter;
        this.sealing = sealing;
        damages.mendBy(this::mend);
        source.whenMore(() -> background.run("healing", this::all));
    }

    /** A second copy has come. */
    private void all() {
        boolean done = false;
        try {
            // The index of the segment that is written cannot be made anew, so what it lacks could not be put back.
            sealing.sealIf(active -> !active.index().blindSpots().isEmpty());
            lookAgain(0, Long.MAX_VALUE);
            done = !files.reading(this::isUnfinished);
        } catch (StoreException | PageReader.Retired e) {
            LOG.warn("healing has to wait: {}", e.getMessage());
        } finally {
            if (!done) { // also after an error, such as memory that ran out
                background.schedule("healing", this::all, RETRY_MS);
            }
        }
    }

    private boolean isUnfinished(LogFiles.View view) throws StoreException {
        for (Segment segment : view.segments()) {
            if (damages.isUnfinished(segment)) {
                return true;
            }
        }
        return false;
    }

    /** See {@link io.photon.store.Verification#heal}. Not on the background thread, which it may wait for. */
    void heal(long first, long last) {
        if (!lookAgain(first, last)) {
            return;
        }
        CompletableFuture<@Nullable Void> mended = new CompletableFuture<>();
        background.run("healing", () -> mended.complete(null)); // after what was asked for before it
        try {
            mended.get(MEND_WAIT_MS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            LOG.debug("who reads what is being written anew does not wait longer for it: {}", e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** @return whether something is being written anew in the background */
    private boolean lookAgain(long first, long last) {
        boolean isMending = false;
        for (Segment segment : files.view().segments()) {
            if (segment.lastOrderId() >= first && segment.header().prev() < last) {
                damages.again(segment);
                isMending |= damages.mendSoon(segment);
            }
        }
        return isMending;
    }

    /** See {@link DamageFinder.Mending}. */
    private boolean mend(Segment damaged) throws IOException, StoreException {
        if (!damaged.sealed()) {
            sealing.sealIf(active -> active == damaged);
            if (!damaged.sealed()) {
                return false; // there is no room for another segment
            }
            damages.scan(damaged); // what fits into its place is put there now
        }
        List<Damage> places = damaged.damages();
        if (!places.isEmpty() && files.view().segments().contains(damaged)) {
            rewriter.mend(damaged, source);
            damages.mended(places);
        }
        return true;
    }
}
