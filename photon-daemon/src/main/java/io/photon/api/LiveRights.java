// SPDX-License-Identifier: Apache-2.0
package io.photon.api;

import io.photon.filter.StreamSelector;
import io.photon.log.Visibility;
import io.photon.result.Failure;
import io.photon.result.Result;
import io.photon.security.Grant;
import io.photon.security.Permission;
import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What someone may read while they read: rights that are added count at once, and those who lose some, or whose login is
 * over, read nothing more until they ask again. Thread-safe.
 */
final class LiveRights implements Visibility {

    private final Logins logins;
    private final Clock clock;
    private final Permission permission;
    /** Which streams are read; null for what the rights say. */
    private final @Nullable StreamSelector streams;

    private volatile Caller now;
    private volatile long accounts;
    private volatile long version;
    private volatile @Nullable Failure ended;

    /** @param permission that is needed to read @param streams null for several that are not known here */
    LiveRights(Logins logins, Clock clock, Caller caller, Permission permission, @Nullable StreamSelector streams) {
        this.logins = logins;
        this.clock = clock;
        this.accounts = logins.version(); // before the first look: what changes in between is looked at again
        this.now = caller;
        this.permission = permission;
        this.streams = streams;
    }

    /** The caller as of now. */
    Caller caller() {
        version();
        return now;
    }

    @Override
    public boolean sees(String stream) {
        return ended == null && now.rights().on(permission, stream);
    }

    @Override
    public long version() {
        long changes = logins.version();
        long until = Math.min(now.identity().untilMs(), now.rights().untilMs());
        boolean isOver = until != Grant.FOREVER && clock.millis() >= until;
        if (changes != accounts || isOver && ended == null) {
            look(changes);
        }
        return version;
    }

    /** Why nothing more is to be read; empty as long as all that was begun may go on. */
    Optional<Failure> ended() {
        look(logins.version());
        return Optional.ofNullable(ended);
    }

    private synchronized void look(long changes) {
        if (ended == null) {
            decide();
        }
        accounts = changes; // not before: a reader that finds them changed waits here for what that means
    }

    private void decide() {
        Result<Caller> current = logins.current(now);
        if (current instanceof Result.Err<Caller> err) {
            end(err.failure().message());
        } else if (current.value() != now) {
            Caller before = now;
            now = current.value();
            if (hasLost(before)) {
                end("what " + before.name() + " may read has become less");
            } else {
                version++;
            }
        }
    }

    private boolean hasLost(Caller before) {
        return streams != null && !streams.isSeveral()
                ? !now.rights().on(permission, streams.oneName())
                : !now.rights().includes(before.rights(), permission);
    }

    private void end(String why) {
        ended = Failure.of(
                Failure.Kind.DENIED, "ended: " + why, "log in again, and go on after the last event that you got");
        version++;
    }
}
