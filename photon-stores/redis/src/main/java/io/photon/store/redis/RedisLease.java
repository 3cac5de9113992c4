// SPDX-License-Identifier: Apache-2.0
package io.photon.store.redis;

import io.photon.store.Fence;
import io.photon.store.StoreException;
import io.photon.store.lease.LeaseTerm;
import io.photon.store.lease.ProcessName;
import io.photon.store.lease.SequencerLease;
import io.photon.text.Utf8;
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
    private final LeaseTerm term;
    private volatile String writerAddress = "";

    /**
     * @param who a name that no other process has
     * @param time how long a holder counts as there that does not renew
     */
    RedisLease(RedisLink link, RedisKeys keys, String who, Duration time) {
        this.link = link;
        this.keys = keys;
        this.who = who;
        this.time = time;
        this.term = new LeaseTerm("Redis", time, RENEWALS);
    }

    @Override
    public Optional<Fence> acquire() throws StoreException {
        long asked = System.nanoTime();
        List<@Nullable Object> answer = link.run(
                Script.ACQUIRE,
                List.of(keys.lease, keys.meta),
                List.of(who, time.toMillis(), System.currentTimeMillis()));
        if (Replies.bytes(answer.get(0)).length == 0) {
            writerAddress = ProcessName.address(Utf8.text(Replies.bytes(answer.get(1))));
            return Optional.empty();
        }
        Fence fence = new Fence(Replies.number(answer.get(0)));
        term.begin(fence, asked);
        return Optional.of(fence);
    }

    @Override
    public void renew() throws StoreException {
        Fence fence = term.held();
        if (fence == null) {
            return;
        }
        long asked = System.nanoTime();
        List<@Nullable Object> answer =
                link.run(Script.RENEW, List.of(keys.lease, keys.meta), List.of(who, time.toMillis(), fence.epoch()));
        if (Replies.number(answer.get(0)) == 1) {
            term.renewed(asked);
        } else {
            term.lose("another Photon has taken over");
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
            link.run(Script.RELEASE, List.of(keys.lease), List.of(who));
        } catch (StoreException e) {
            LOG.debug("the lease runs out by itself: {}", e.getMessage());
        }
    }
}
