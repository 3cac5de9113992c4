// SPDX-License-Identifier: Apache-2.0
package io.photon.projection.run;

import io.photon.event.Event;
import io.photon.event.Gap;
import io.photon.log.LogException;
import io.photon.projection.Descriptor;
import io.photon.projection.schedule.Stay;
import io.photon.projection.spi.KeyedReducer;
import io.photon.projection.spi.Reducer;
import io.photon.projection.spi.ReductionException;
import io.photon.projection.spi.StreamMeter;
import io.photon.projection.spi.StreamSize;
import io.photon.result.Failure;
import io.photon.result.Result;
import io.photon.store.AroundDamage;
import io.photon.store.Snapshot;
import io.photon.store.Snapshots;
import io.photon.store.StoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A value on its way through the events: the reducer, how far it is, and what is kept of it. Knows nothing of threads,
 * subscriptions and status. For one thread at a time.
 */
public final class Fold implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Fold.class);

    private static final long SAVE_EVERY_NANOS = 5_000_000_000L;
    /** With more projections, each saves less often: all together about ten times a second. */
    private static final int FEW = 50;

    private static final long MOST_PENDING_ROW_BYTES = 8L << 20;
    /** Saving takes at most a twentieth of the time. */
    private static final long COST_FACTOR = 20;

    private static final int MOST_GAPS = 1_000;

    private final CompiledDefinition plan;
    private final Snapshots snapshots;
    private final Reducer reducer;
    private final List<Gap> gaps = new ArrayList<>();
    private long position;
    private long lastOrderId;
    private long processed;
    private long savedProcessed;
    private final LongSupplier nanos;
    private long savedAt;
    private long saveCost;
    private boolean saveFailed;

    private Fold(CompiledDefinition plan, Snapshots snapshots, Reducer reducer, LongSupplier nanos) {
        this.plan = plan;
        this.snapshots = snapshots;
        this.reducer = reducer;
        this.nanos = nanos;
        this.savedAt = nanos.getAsLong();
    }

    /**
     * At its initial value.
     *
     * @param nanos the clock that says when it is to be saved
     * @param stay where code of users is called
     */
    public static Result<Fold> begin(CompiledDefinition plan, Snapshots snapshots, LongSupplier nanos, Stay stay) {
        if (plan.origin() == Descriptor.Origin.BUILT_IN) {
            return plan.make(snapshots.rows()).map(own -> new Fold(plan, snapshots, own, nanos));
        }
        plan.load();
        return stay.in(0, () -> plan.make(snapshots.rows()))
                .map(reducer -> new Fold(plan, snapshots, new Watched(reducer, stay), nanos));
    }

    /**
     * Goes to a snapshot of the same code.
     *
     * @return false when its reducer cannot take it; the fold is unusable then
     * @throws ReductionException when something was lacking
     */
    public boolean goTo(Snapshot snapshot) throws ReductionException {
        try {
            snapshots.rows().rollback();
            reducer.restore(snapshot.value());
        } catch (ReductionException e) {
            if (e.isLack() || e.isDamage()) {
                throw e; // which says nothing about the snapshot
            }
            LOG.warn(
                    "projection '{}' cannot go on from its snapshot: {}",
                    plan.definition().name(),
                    e.getMessage());
            return false;
        }
        gaps.clear();
        gaps.addAll(snapshot.gaps());
        position = snapshot.position();
        lastOrderId = snapshot.lastOrderId();
        processed = snapshot.processed();
        savedProcessed = processed;
        return true;
    }

    /** Back to the initial value; what is kept is erased. */
    public void startOver() throws ReductionException {
        snapshots.erase();
        reducer.restore(null);
        gaps.clear();
        position = 0;
        lastOrderId = 0;
        processed = 0;
        savedProcessed = 0;
    }

    /** Back to the newest snapshot up to a position, or to the start. */
    void goBack(long upTo) throws ReductionException {
        Optional<Snapshot> latest = snapshots.latestUpTo(upTo).filter(kept -> SnapshotCheck.isOf(plan, kept));
        if (latest.isEmpty() || !goTo(latest.get())) {
            startOver();
        }
    }

    public void reduce(Event event) throws ReductionException {
        if (!plan.skips(event.orderId())) {
            reducer.reduce(event);
            processed++;
        }
        lastOrderId = event.orderId();
        position = lastOrderId;
    }

    /** Nothing up to here concerned this projection. */
    void passed(long orderId) {
        position = Math.max(position, orderId);
    }

    /**
     * What stood there cannot be read, and the fold goes on without it. Of very many places neighbours become one.
     *
     * @return whether that is new
     */
    public boolean leaveOut(Gap gap) {
        if (gaps.stream().anyMatch(known -> known.first() <= gap.first() && gap.last() <= known.last())) {
            return false;
        }
        if (gaps.size() < MOST_GAPS) {
            gaps.add(gap);
        } else {
            Gap last = gaps.remove(gaps.size() - 1);
            gaps.add(new Gap(Math.min(last.first(), gap.first()), Math.max(last.last(), gap.last())));
        }
        return true;
    }

    /** What was left out so far. */
    List<Gap> gaps() {
        return List.copyOf(gaps);
    }

    public byte[] value() throws ReductionException {
        return reducer.value();
    }

    public @Nullable Optional<byte[]> field(String key) throws ReductionException {
        return reducer.field(key);
    }

    /** Some entries; empty when the value is read whole. */
    public Optional<KeyedReducer.Slice> slice(String after, int maxBytes) {
        return reducer instanceof KeyedReducer keyed ? Optional.of(keyed.slice(after, maxBytes)) : Optional.empty();
    }

    /** How large a stream is; empty when that is not what is folded, or nothing of it was. */
    public Optional<StreamSize> sizeOf(String stream) {
        return reducer instanceof StreamMeter meter ? meter.sizeOf(stream) : Optional.empty();
    }

    /** Whether nothing was left out on the way to its position. */
    public boolean isWhole() {
        return gaps.isEmpty() && skipped() == 0;
    }

    long size() {
        return reducer.size();
    }

    public long position() {
        return position;
    }

    long lastOrderId() {
        return lastOrderId;
    }

    /** How many events it has gone past. */
    int skipped() {
        return plan.skipped(position);
    }

    long processed() {
        return processed;
    }

    /** The value and its position as they are, for {@link #goTo}; of a reducer without rows. */
    public Snapshot snapshot() throws ReductionException {
        return snapshot(ToldConfig.NONE, reducer.snapshot());
    }

    /** A gap ahead of the position is met again when reading goes on from there. */
    private Snapshot snapshot(ToldConfig config, byte[] value) {
        List<Gap> passed = gaps.stream().filter(gap -> gap.first() <= position).toList();
        return new Snapshot(
                plan.codeHash(), config.position(), position, lastOrderId, processed, value, passed, config.unread());
    }

    /** @param everyEvents after how many events at the latest */
    public boolean isSaveDue(long everyEvents) {
        long changed = processed - savedProcessed;
        if (changed == 0) {
            return false;
        }
        long since = nanos.getAsLong() - savedAt;
        if (saveFailed && since < SAVE_EVERY_NANOS) {
            return false;
        }
        if (isFull()) {
            return true; // else they would fill the memory
        }
        boolean wanted = changed >= everyEvents || since >= SAVE_EVERY_NANOS * Math.max(1, snapshots.owners() / FEW);
        return wanted && since >= saveCost * COST_FACTOR;
    }

    private boolean isFull() {
        return snapshots.rows().pendingBytes() > MOST_PENDING_ROW_BYTES;
    }

    /** Whether it must not go on before what it has changed can be kept, as on a full disk. */
    boolean isHeldUp() {
        return saveFailed && isFull();
    }

    boolean isChanged() {
        return processed != savedProcessed;
    }

    /** Keeps the value; when that fails it is said once, and tried again later. */
    public void save(ToldConfig config) throws ReductionException {
        long start = nanos.getAsLong();
        try {
            snapshots.save(snapshot(config, reducer.snapshot()));
            savedProcessed = processed;
            saveFailed = false;
        } catch (StoreException e) {
            saveFailed(e.getMessage());
        } catch (ReductionException e) {
            if (!e.isLack()) {
                throw e;
            }
            saveFailed("projection '" + plan.definition().name() + "' cannot be kept: " + e.getMessage());
        }
        savedAt = nanos.getAsLong();
        saveCost = savedAt - start;
    }

    private void saveFailed(@Nullable String why) {
        if (!saveFailed) {
            LOG.warn("{}; it is tried again{}", why, isFull() ? ", and folds on when that works" : "");
        }
        saveFailed = true;
    }

    /** A failure as a descriptor shows it. */
    static Descriptor.LastError error(Failure failure) {
        String hint = failure.hint() == null ? "" : " (" + failure.hint() + ")";
        return new Descriptor.LastError(failure.message() + hint, null, 0, 0);
    }

    /** A failure of the replay it reads. @param name of the projection */
    static Descriptor.LastError error(String name, LogException failed) {
        Gap gap = AroundDamage.gapOf(failed.getCause());
        return gap == null
                ? error(failed.failure())
                : new Descriptor.LastError(
                        failed.failure().message()
                                + " (see all damage with: photon verify --live; once these events are"
                                + " restored from a backup: photon projection resume " + name + ")",
                        null,
                        gap.first(),
                        0);
    }

    @Override
    public void close() {
        reducer.close();
    }
}
