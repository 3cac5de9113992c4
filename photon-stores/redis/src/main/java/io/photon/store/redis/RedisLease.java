package io.photon.store.redis;

import io.photon.store.Fence;
import io.photon.store.StoreException;
import io.photon.store.lease.SequencerLease;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A key with a time to live says who writes; the epoch that appends are compared with rises with each that acquires it. */
final class RedisLease implements SequencerLease {

    private static final Logger LOG = LoggerFactory.getLogger(RedisLease.class);

    /** Renewals that may fail before the lease is lost. */
    private static final int RENEWALS = 4;

    private final RedisLink link;
    private final RedisKeys keys;
    private final String who;
    private final Duration time;
    private @Nullable Fence held;
    /** Until when the server keeps it for us at least, as System.nanoTime() counts. */
    private volatile long keptUntil;

    private volatile boolean isHeld;
    private volatile @Nullable String lost;

    /**
     * @param who a name that no other process has
     * @param time how long a holder counts as there that does not renew
     */
    RedisLease(RedisLink link, RedisKeys keys, String who, Duration time) {
        this.link = link;
        this.keys = keys;
        this.who = who;
        this.time = time;
    }

    @Override
    public Optional<Fence> acquire() throws StoreException {
        long asked = System.nanoTime();
        List<@Nullable Object> answer = link.run(
                Script.ACQUIRE,
                List.of(keys.lease, keys.meta),
                List.of(who, time.toMillis(), System.currentTimeMillis()));
        if (Replies.bytes(answer.get(0)).length == 0) {
            return Optional.empty();
        }
        Fence fence = new Fence(Replies.number(answer.get(0)));
        held = fence;
        keptUntil = asked + time.toNanos();
        lost = null;
        isHeld = true;
        return Optional.of(fence);
    }

    @Override
    public void renew() throws StoreException {
        Fence fence = held;
        if (fence == null) {
            return;
        }
        long asked = System.nanoTime();
        List<@Nullable Object> answer =
                link.run(Script.RENEW, List.of(keys.lease, keys.meta), List.of(who, time.toMillis(), fence.epoch()));
        if (Replies.number(answer.get(0)) == 1) {
            keptUntil = asked + time.toNanos();
        } else {
            lost = "another Photon has taken over";
        }
    }

    @Override
    public Optional<String> lost() {
        String why = lost;
        if (why == null && isHeld && System.nanoTime() - keptUntil > 0) {
            why = "Redis did not answer for " + time.toMillis() + " ms, so another Photon may have become the writer";
        }
        return Optional.ofNullable(why);
    }

    @Override
    public Duration interval() {
        return time.dividedBy(RENEWALS);
    }

    @Override
    public void close() {
        if (held == null) {
            return;
        }
        held = null;
        isHeld = false;
        try {
            link.run(Script.RELEASE, List.of(keys.lease), List.of(who));
        } catch (StoreException e) {
            LOG.debug("the lease runs out by itself: {}", e.getMessage());
        }
    }
}
