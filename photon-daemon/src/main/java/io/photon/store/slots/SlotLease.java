// SPDX-License-Identifier: Apache-2.0
package io.photon.store.slots;

import io.photon.store.Fence;
import io.photon.store.StoreException;
import io.photon.store.StoreException.Kind;
import io.photon.store.backend.SlotOptions;
import io.photon.store.lease.LeaseTerm;
import io.photon.store.lease.ProcessName;
import io.photon.store.lease.SequencerLease;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A row says who writes, and its beat rises while the holder is there. Each observer judges by its own clock how long the
 * beat has stood still. The row only says who tries to write: what keeps the log in order is the slot that a new holder
 * puts at the end of the log.
 */
final class SlotLease implements SequencerLease {

    private static final Logger LOG = LoggerFactory.getLogger(SlotLease.class);

    /** Renewals that may fail before the lease is lost. */
    private static final int RENEWALS = 3;

    private static final Duration SHORTEST_TIMEOUT = Duration.ofMillis(500);

    /** Stands for the holder of a lease that was given up. */
    private static final String NO_ONE = "";

    private final LeaseTable table;
    private final SlotLog log;
    private final String who;
    private final Duration time;

    /** The row as it was, and since when. */
    private record Seen(LeaseTable.Row row, long sinceNanos) {}

    private @Nullable Seen seen;
    private final LeaseTerm term;
    private long beat;
    /** The epoch in the row while it is held. */
    private long rowEpoch;

    private final Duration timeout;

    private volatile boolean wasAsked;
    private volatile String writerAddress = "";
    private volatile Runnable acquired = () -> {};

    /** @param who a name that no other process has */
    SlotLease(SlotServer server, SlotOptions options, SlotLog log, String who) {
        this.table = server.tables().lease();
        this.log = log;
        this.who = who;
        this.time = options.lease();
        this.term = new LeaseTerm(server.names().server(), time, RENEWALS);
        Duration patience = interval().compareTo(SHORTEST_TIMEOUT) < 0 ? SHORTEST_TIMEOUT : interval();
        this.timeout = patience.compareTo(options.timeout()) < 0 ? patience : options.timeout();
    }

    /** @param listener called when it has been acquired */
    void onAcquired(Runnable listener) {
        acquired = listener;
    }

    /** Whether this process may do what one of all should do: it holds the lease, or no lease was asked for. */
    boolean isOurs() {
        return term.isHeld() && lost().isEmpty() || !wasAsked;
    }

    @Override
    public Optional<Fence> acquire() throws StoreException {
        wasAsked = true;
        Optional<String> unfit = log.whyBehind();
        if (unfit.isPresent()) { // it would hold the lease and could append nothing
            throw new StoreException(Kind.REFUSED, unfit.get());
        }
        long asked = System.nanoTime();
        LeaseTable.Row row = table.read(timeout);
        long epoch = Math.max(row == null ? 0 : row.epoch(), log.epoch()) + 1;
        if (row != null && !isFree(row) && !hasRunOut(new Seen(row, asked))) {
            writerAddress = ProcessName.address(row.holder());
            return Optional.empty();
        }
        LeaseTable.Row mine = new LeaseTable.Row(who, epoch, 0);
        return isSet(() -> table.take(row, mine, timeout)) ? begin(epoch, asked) : Optional.empty();
    }

    private boolean isFree(LeaseTable.Row row) {
        return row.holder().equals(NO_ONE) || row.holder().equals(who);
    }

    private boolean hasRunOut(Seen now) {
        Seen before = seen;
        if (before == null || !before.row().equals(now.row())) {
            seen = now;
            return false;
        }
        return now.sinceNanos() - before.sinceNanos() > time.toNanos();
    }

    /** Compares and sets. */
    private interface Setting {
        boolean set() throws NoAnswerException, StoreException;
    }

    /** @throws StoreException when it may be set, too: then it is ours when it is read */
    private static boolean isSet(Setting setting) throws StoreException {
        try {
            return setting.set();
        } catch (NoAnswerException e) {
            throw new StoreException(Kind.REFUSED, e.getMessage(), e);
        }
    }

    private Optional<Fence> begin(long epoch, long asked) throws StoreException {
        Fence fence = new Fence(log.bar(epoch));
        // The row has the epoch that was asked for; that of the fence is higher when the log had one that was.
        rowEpoch = epoch;
        seen = null;
        beat = 0;
        term.begin(fence, asked);
        acquired.run();
        return Optional.of(fence);
    }

    @Override
    public void renew() throws StoreException {
        if (term.held() == null) {
            return;
        }
        long asked = System.nanoTime();
        beat++; // also when there is no answer: others have to see that it moves
        if (!isSet(() -> table.keep(who, rowEpoch, new LeaseTable.Row(who, rowEpoch, beat), timeout))) {
            term.lose("another Photon has taken over");
            return;
        }
        term.renewed(asked);
        log.answered();
        Optional<String> unfit = log.whyBehind();
        if (unfit.isPresent()) {
            term.lose(unfit.get());
            close(); // one that can read what it appends may write
        }
    }

    @Override
    public String writerAddress() {
        return writerAddress;
    }

    @Override
    public Optional<String> lost() {
        return term.lost();
    }

    @Override
    public Duration interval() {
        return term.interval();
    }

    @Override
    public void close() {
        if (!term.end()) {
            return;
        }
        try {
            isSet(() -> table.keep(who, rowEpoch, new LeaseTable.Row(NO_ONE, rowEpoch, beat), timeout));
        } catch (StoreException e) {
            LOG.debug("the lease runs out by itself: {}", e.getMessage());
        }
    }
}
