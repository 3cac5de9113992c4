// SPDX-License-Identifier: Apache-2.0
package io.photon.security.token;

import io.photon.security.ProvenIdentity;
import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Ids that say who someone is, for a while: sessions and simple tokens. They live in memory, so a restart ends them, and are kept
 * as digests. Of more than {@value #MOST_OF_A_USER} of one user, or {@value #MOST} together, the longest unused is
 * forgotten. Thread-safe.
 */
public final class Tickets {

    static final int MOST = 10_000;
    static final int MOST_OF_A_USER = 100;

    /** How long an id is good. @param idle since its last use @param absolute since it was handed out */
    public record Life(Duration idle, Duration absolute) {}

    private static final class Held {
        private final ProvenIdentity identity;
        private final long createdNanos;
        private long usedNanos;

        Held(ProvenIdentity identity, long nowNanos) {
            this.identity = identity;
            this.createdNanos = nowNanos;
            this.usedNanos = nowNanos;
        }
    }

    /** By digest, the longest unused first. */
    private final Map<String, Held> held = new LinkedHashMap<>(16, 0.75f, true);

    private final Map<String, Integer> ofUser = new HashMap<>();
    private final Life life;
    private final LongSupplier nanoClock;
    private final Supplier<String> ids;

    private Tickets(Life life, LongSupplier nanoClock, Supplier<String> ids) {
        this.life = life;
        this.nanoClock = nanoClock;
        this.ids = ids;
    }

    /** Sessions, whose ids have 256 random bits. */
    public static Tickets sessions(Life life, LongSupplier nanoClock) {
        return new Tickets(life, nanoClock, RandomText::secret);
    }

    /** Simple tokens, which are UUIDs. */
    public static Tickets simpleTokens(Duration life, LongSupplier nanoClock) {
        return new Tickets(new Life(life, life), nanoClock, RandomText::uuid);
    }

    /** A new id. */
    public synchronized String issue(ProvenIdentity identity) {
        String id = ids.get();
        if (ofUser.getOrDefault(identity.name(), 0) >= MOST_OF_A_USER) {
            forgetOne(identity.name());
        } else if (held.size() >= MOST) {
            forgetOne(null);
        }
        held.put(RandomText.digest(id), new Held(identity, nanoClock.getAsLong()));
        ofUser.merge(identity.name(), 1, Integer::sum);
        return id;
    }

    /** The longest unused one goes. @param user whose, null for anybody's */
    private void forgetOne(@Nullable String user) {
        Iterator<Held> each = held.values().iterator();
        while (each.hasNext()) {
            Held found = each.next();
            if (user == null || found.identity.name().equals(user)) {
                each.remove();
                left(found);
                return;
            }
        }
    }

    private void left(Held gone) {
        ofUser.computeIfPresent(gone.identity.name(), (name, count) -> count == 1 ? null : count - 1);
    }

    /** Whose an id is, which is used with this; empty when it was never handed out, or has ended. */
    public synchronized Optional<IssuedToken> use(String id) {
        String key = RandomText.digest(id);
        long now = nanoClock.getAsLong();
        Held found = good(key, now);
        if (found == null) {
            return Optional.empty();
        }
        found.usedNanos = now;
        return Optional.of(new IssuedToken(found.identity, key, life.absolute.toNanos() - (now - found.createdNanos)));
    }

    /** Whether one is still good, which does not use it. @param key of {@link IssuedToken} */
    public synchronized boolean isGood(String key) {
        return good(key, nanoClock.getAsLong()) != null;
    }

    private @Nullable Held good(String key, long now) {
        Held found = held.get(key);
        if (found == null) {
            return null;
        }
        if (now - found.usedNanos >= life.idle.toNanos() || now - found.createdNanos >= life.absolute.toNanos()) {
            held.remove(key);
            left(found);
            return null;
        }
        return found;
    }

    /** Ends one; one that is not there is no fault. */
    public synchronized void end(String id) {
        Held found = held.remove(RandomText.digest(id));
        if (found != null) {
            left(found);
        }
    }

    /** Ends all of a user. @return how many */
    public synchronized int endAll(String user) {
        int before = held.size();
        held.values().removeIf(each -> each.identity.name().equals(user));
        ofUser.remove(user);
        return before - held.size();
    }

    /** How many there are. */
    public synchronized int size() {
        return held.size();
    }
}
