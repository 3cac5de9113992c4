// SPDX-License-Identifier: Apache-2.0
package io.photon.store.cassandra;

import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.ResultSet;
import com.datastax.oss.driver.api.core.cql.Row;
import io.photon.store.Fence;
import io.photon.store.StoreException;
import io.photon.store.StoreException.Kind;
import io.photon.store.lease.LeaseTerm;
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
final class CassandraLease implements SequencerLease {

    private static final Logger LOG = LoggerFactory.getLogger(CassandraLease.class);

    /** Renewals that may fail before the lease is lost. */
    private static final int RENEWALS = 3;

    private static final Duration SHORTEST_TIMEOUT = Duration.ofMillis(500);

    /** Stands for the holder of a lease that was given up. */
    private static final String NO_ONE = "";

    private final Cluster cluster;
    private final SlotLog log;
    private final String who;
    private final Duration time;
    private final PreparedStatement read;
    private final PreparedStatement create;
    private final PreparedStatement take;
    private final PreparedStatement renew;
    private final PreparedStatement release;

    /** The row as it was, and since when. */
    private record Seen(String holder, long epoch, long beat, long sinceNanos) {

        boolean isSame(Seen other) {
            return holder.equals(other.holder) && epoch == other.epoch && beat == other.beat;
        }
    }

    private @Nullable Seen seen;
    private final LeaseTerm term;
    private long beat;
    /** The epoch in the row while it is held. */
    private long rowEpoch;

    private final Duration timeout;

    private volatile boolean wasAsked;
    private volatile Runnable acquired = () -> {};

    /** @param who a name that no other process has */
    CassandraLease(Cluster cluster, SlotLog log, String who) throws StoreException {
        this.cluster = cluster;
        this.log = log;
        this.who = who;
        this.time = cluster.options().lease();
        this.term = new LeaseTerm("Cassandra", time, RENEWALS);
        Duration patience = interval().compareTo(SHORTEST_TIMEOUT) < 0 ? SHORTEST_TIMEOUT : interval();
        this.timeout = patience.compareTo(cluster.options().timeout()) < 0
                ? patience
                : cluster.options().timeout();
        String facts = cluster.options().keyspace() + ".facts";
        String row = " WHERE kind = 'lease' AND name = 'writer'";
        read = cluster.prepare("SELECT holder, epoch, beat FROM " + facts + row);
        create = cluster.prepare("INSERT INTO " + facts
                + " (kind, name, holder, epoch, beat) VALUES ('lease', 'writer', ?, ?, 0) IF NOT EXISTS");
        take = cluster.prepare("UPDATE " + facts + " SET holder = ?, epoch = ?, beat = 0" + row
                + " IF holder = ? AND epoch = ? AND beat = ?");
        renew = cluster.prepare("UPDATE " + facts + " SET beat = ?" + row + " IF holder = ? AND epoch = ?");
        release = cluster.prepare("UPDATE " + facts + " SET holder = ?" + row + " IF holder = ? AND epoch = ?");
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
        Row row = cluster.ask(read.bind().setTimeout(timeout)).one();
        long epoch = Math.max(row == null ? 0 : row.getLong("epoch"), log.epoch()) + 1;
        if (row == null) {
            return set(create.bind(who, epoch)) ? begin(epoch, asked) : Optional.empty();
        }
        Seen now = new Seen(String.valueOf(row.getString("holder")), row.getLong("epoch"), row.getLong("beat"), asked);
        boolean isFree = now.holder().equals(NO_ONE) || now.holder().equals(who);
        if (!isFree && !hasRunOut(now)) {
            return Optional.empty();
        }
        return set(take.bind(who, epoch, now.holder(), now.epoch(), now.beat()))
                ? begin(epoch, asked)
                : Optional.empty();
    }

    private boolean hasRunOut(Seen now) {
        Seen before = seen;
        if (before == null || !before.isSame(now)) {
            seen = now;
            return false;
        }
        return now.sinceNanos() - before.sinceNanos() > time.toNanos();
    }

    /** @throws StoreException when it may be set, too: then it is ours when it is read */
    private boolean set(BoundStatement statement) throws StoreException {
        try {
            ResultSet answer = cluster.once(statement.setTimeout(timeout));
            return answer.wasApplied();
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
        if (!set(renew.bind(beat, who, rowEpoch))) {
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
            set(release.bind(NO_ONE, who, rowEpoch));
        } catch (StoreException e) {
            LOG.debug("the lease runs out by itself: {}", e.getMessage());
        }
    }
}
