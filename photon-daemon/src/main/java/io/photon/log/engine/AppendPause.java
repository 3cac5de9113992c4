// SPDX-License-Identifier: Apache-2.0
package io.photon.log.engine;

import io.photon.result.Failure;
import io.photon.store.EventStore.StoreState;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Whether appends are paused, and why. There may be several pauses, each with the name that the one who asked gave it: appends
 * go on when none is left. A pause with an end is over by itself, so that no client waits for one that was asked for by a
 * program that was killed. Thread-safe.
 */
final class AppendPause {

    /** More names than these are a mistake. */
    static final int MOST = 100;

    /** @param untilNanos when it is over; null for not by itself */
    private record Pause(String why, @Nullable Long untilNanos) {}

    private final LongSupplier nanos;
    /** By name, in the order in which they began; replaced as a whole. Empty while appends go on. */
    private volatile Map<String, Pause> pauses = Map.of();

    AppendPause(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /**
     * Begins a pause, or gives the one of this name another reason and end. One without an end keeps that.
     *
     * @param most zero for no end
     * @return CONFLICT when there are too many
     */
    synchronized Optional<Failure> begin(String name, String why, Duration most) {
        Map<String, Pause> all = lasting();
        Pause held = all.get(name);
        boolean isEndless = most.isZero() || held != null && held.untilNanos() == null;
        if (held == null && all.size() >= MOST) {
            return Optional.of(Failure.of(
                    Failure.Kind.CONFLICT,
                    "appends are paused under " + all.size() + " names already",
                    "end those that are not needed, or all of them: POST /api/appends/resume without a name"));
        }
        all.put(name, new Pause(why, isEndless ? null : nanos.getAsLong() + most.toNanos()));
        pauses = all;
        return Optional.empty();
    }

    private Map<String, Pause> lasting() {
        Map<String, Pause> all = new LinkedHashMap<>(pauses);
        all.values().removeIf(this::isOver);
        return all;
    }

    /** Ends the pause of this name, if there is one. @return whether another one lasts */
    synchronized boolean end(String name) {
        Map<String, Pause> all = lasting();
        all.remove(name);
        pauses = all;
        return !all.isEmpty();
    }

    synchronized void endAll() {
        pauses = Map.of();
    }

    /** Whether appends are to be refused now. */
    boolean isOn() {
        return now() != null;
    }

    private @Nullable Pause now() {
        for (Pause one : pauses.values()) {
            if (!isOver(one)) {
                return one;
            }
        }
        return null;
    }

    private boolean isOver(Pause pause) {
        Long until = pause.untilNanos();
        return until != null && nanos.getAsLong() - until >= 0;
    }

    /** Why a request is refused now. */
    Failure refusal() {
        return Failure.of(
                Failure.Kind.READ_ONLY,
                "appends are paused: " + why(now()),
                "nothing was stored; send it again in a moment, or to the Photon that has taken over");
    }

    private static String why(@Nullable Pause held) {
        return held == null ? "they go on now" : held.why();
    }

    /** What the log says of itself, unless appends are paused. */
    StoreState state(StoreState otherwise) {
        Pause held = now();
        return held == null || otherwise.condition() == StoreState.Condition.READ_ONLY
                ? otherwise
                : new StoreState(StoreState.Condition.READ_ONLY, "appends are paused: " + held.why());
    }
}
