// SPDX-License-Identifier: Apache-2.0
package io.photon.security;

import io.photon.event.Event;
import io.photon.event.StreamNames;
import io.photon.result.Failure;
import io.photon.result.Result;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The users besides the administrator, as {@code __security__} tells: a fold that {@link SecurityLog} keeps current.
 * Thread-safe; nothing here waits.
 */
public final class Accounts implements SecurityLog.Listener {

    /** A user with what it may do as of now, worked out when it is asked for. */
    private static final class Entry {
        private final Account account;
        private volatile @Nullable Rights rights;

        Entry(Account account) {
            this.account = account;
        }

        /** The same as long as none of them ends, so that it can be compared by reference. */
        Rights rights(long nowMs) {
            Rights known = rights;
            if (known == null || nowMs >= known.untilMs()) {
                known = Rights.of(account.grants(), nowMs);
                rights = known;
            }
            return known;
        }
    }

    private final Map<String, Entry> byName = new ConcurrentHashMap<>();
    private final AtomicLong version = new AtomicLong();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final LongSupplier nowMs;

    /** @param nowMs since 1970: when grants end */
    public Accounts(LongSupplier nowMs) {
        this.nowMs = nowMs;
    }

    /** Folds one event of {@code __security__}; others mean nothing here. */
    @Override
    public void security(Event event) {
        if (!event.streamName().equals(StreamNames.SECURITY)) {
            return;
        }
        AccountEvents.read(event).ifPresent(change -> {
            byName.compute(change.user(), (name, before) -> {
                Account after = change.then().apply(before == null ? null : before.account);
                return after == null ? null : new Entry(after);
            });
            version.incrementAndGet();
            listeners.forEach(Runnable::run);
        });
    }

    @Override
    public SecurityLog.Anew anew() {
        Accounts fresh = new Accounts(nowMs);
        return SecurityLog.Anew.of(fresh, () -> {
            SecurityLog.Anew.replace(byName, fresh.byName);
            version.incrementAndGet();
            listeners.forEach(Runnable::run);
        });
    }

    /** Rises with each change of a user. */
    public long version() {
        return version.get();
    }

    /** @param listener runs after each change of a user, on the thread that folds: it must not wait */
    public void onChange(Runnable listener) {
        listeners.add(listener);
    }

    /** The user of a name, also a disabled one. */
    public Optional<Account> find(String name) {
        Entry entry = byName.get(name);
        return entry == null ? Optional.empty() : Optional.of(entry.account);
    }

    /** All of them, in the order of names. */
    public List<Account> all() {
        Map<String, Account> sorted = new TreeMap<>();
        byName.forEach((name, entry) -> sorted.put(name, entry.account));
        return List.copyOf(sorted.values());
    }

    /** How many there are. */
    public int size() {
        return byName.size();
    }

    /** An enabled user with what it may do now; empty when there is none of that name. */
    public Optional<ProvenIdentity> identity(String userName) {
        Entry entry = byName.get(userName);
        return entry == null || !entry.account.enabled() ? Optional.empty() : Optional.of(identity(entry));
    }

    private ProvenIdentity identity(Entry entry) {
        Account account = entry.account;
        Rights rights = entry.rights(nowMs.getAsLong());
        return new ProvenIdentity(
                account.name(),
                account.name(),
                account.credentials(),
                rights,
                null,
                rights,
                "password",
                Grant.FOREVER,
                Standing.GOOD);
    }

    /**
     * What became of someone who logged in before: the same identity while nothing has changed, one with other rights when
     * those have; NOT_AUTHENTICATED when the login is over, and why. Quick enough for every request.
     */
    public Result<ProvenIdentity> current(ProvenIdentity known) {
        if (known.isFixed()) {
            return Result.ok(known);
        }
        long now = nowMs.getAsLong();
        if (known.untilMs() != Grant.FOREVER && now >= known.untilMs()) {
            return over("the login of " + known.name() + " has expired");
        }
        Optional<String> ended = known.standing().ended();
        if (ended.isPresent()) {
            return over(ended.get());
        }
        Result<ProvenIdentity> current =
                known.account() == null ? Result.ok(known) : ofUser(known, known.account(), now);
        if (current.isOk()) {
            known.standing().used(now);
        }
        return current;
    }

    private Result<ProvenIdentity> ofUser(ProvenIdentity known, String user, long now) {
        Entry entry = byName.get(user);
        if (entry == null) {
            return over("user " + user + " was deleted");
        }
        if (!entry.account.enabled()) {
            return over("user " + user + " was disabled");
        }
        if (entry.account.credentials() != known.credentials()) {
            return over("the password of " + user + " was changed");
        }
        Rights rights = entry.rights(now);
        return Result.ok(rights == known.granted() ? known : known.with(rights));
    }

    private static Result<ProvenIdentity> over(String why) {
        return Result.err(Failure.Kind.NOT_AUTHENTICATED, why, "log in again");
    }
}
