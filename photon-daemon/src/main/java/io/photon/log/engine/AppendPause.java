package io.photon.log.engine;

import io.photon.result.Failure;
import io.photon.store.EventStore.StoreState;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Whether appends are paused, and why. A pause with an end is over by itself, so that no client waits for one that was
 * asked for by a program that was killed. Thread-safe.
 */
final class AppendPause {

    /** @param untilNanos when it is over; null for not by itself */
    private record Pause(String why, Long untilNanos) {}

    private final LongSupplier nanos;
    /** Null while appends go on. */
    private volatile Pause pause;

    AppendPause(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** Begins a pause, or gives the one that there is another end. @param most zero for no end */
    void begin(String why, Duration most) {
        pause = new Pause(why, most.isZero() ? null : nanos.getAsLong() + most.toNanos());
    }

    void end() {
        pause = null;
    }

    /** Whether appends are to be refused now. */
    boolean isOn() {
        return now() != null;
    }

    private Pause now() {
        Pause held = pause;
        return held == null || held.untilNanos() != null && nanos.getAsLong() - held.untilNanos() >= 0 ? null : held;
    }

    /** Why a request is refused now. */
    Failure refusal() {
        return Failure.of(
                Failure.Kind.READ_ONLY,
                "appends are paused: " + why(now()),
                "nothing was stored; send it again in a moment, or to the Photon that has taken over");
    }

    private static String why(Pause held) {
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
