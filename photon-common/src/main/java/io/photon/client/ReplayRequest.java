// SPDX-License-Identifier: Apache-2.0
package io.photon.client;

import io.photon.event.Gap;
import io.photon.filter.SeveralStreams;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which events to play. Immutable: each method answers a changed request. Unless told otherwise: history first, then what
 * arrives, without a gap and without a duplicate.
 */
public final class ReplayRequest {

    private final List<String> streams;
    private final ReplayQuery query;
    private final @Nullable Consumer<? super PhotonException> interrupted;
    private final Consumer<? super Gap> damaged;

    private ReplayRequest(
            List<String> streams,
            ReplayQuery query,
            @Nullable Consumer<? super PhotonException> interrupted,
            Consumer<? super Gap> damaged) {
        this.streams = streams;
        this.query = query;
        this.interrupted = interrupted;
        this.damaged = damaged;
    }

    /**
     * The events of streams, of several in the one order of all events.
     *
     * @param stream a name, {@code __all__}, or a glob: {@code *} stands for anything but a slash, {@code **} for anything
     */
    public static ReplayRequest of(String stream, String... more) {
        List<String> streams = Stream.concat(Stream.of(stream), Stream.of(more)).toList();
        ReplayQuery all = new ReplayQuery(stream, "hot-cold", 0, Long.MAX_VALUE, Long.MAX_VALUE, null, null, false);
        return new ReplayRequest(streams, all, null, nothing -> {});
    }

    private ReplayRequest with(ReplayQuery changed) {
        return new ReplayRequest(streams, changed, interrupted, damaged);
    }

    /** Only what is stored when it begins; then it is complete. */
    public ReplayRequest cold() {
        return with(query.ofType("cold"));
    }

    /** Only what arrives from now on. */
    public ReplayRequest hot() {
        return with(query.ofType("hot"));
    }

    /** What is stored, then what arrives. */
    public ReplayRequest hotCold() {
        return with(query.ofType("hot-cold"));
    }

    /** Begin with this order-id. */
    public ReplayRequest from(long orderId) {
        return with(query.between(orderId, query.to()));
    }

    /** Begin with the events of this time. */
    public ReplayRequest from(Instant time) {
        return from(time.toEpochMilli());
    }

    /** Begin after an event that was seen. */
    public ReplayRequest after(long orderId) {
        return from(orderId + 1);
    }

    /** End with this order-id. */
    public ReplayRequest to(long orderId) {
        return with(query.between(query.from(), orderId));
    }

    /** End with the events of this time. */
    public ReplayRequest to(Instant time) {
        return to(time.toEpochMilli());
    }

    /** End after N events, 1 or more. */
    public ReplayRequest limit(long events) {
        if (events < 1) {
            throw new IllegalArgumentException("a limit of " + events + " events");
        }
        return with(query.atMost(events));
    }

    /** Only events of this type. @param glob a type, or a glob */
    public ReplayRequest eventType(String glob) {
        return with(query.matching(Objects.requireNonNull(glob, "glob"), query.where()));
    }

    /** Only events for which a predicate holds, e.g. {@code .payload.total > 10}; see {@code photon help where}. */
    public ReplayRequest where(String predicate) {
        return with(query.matching(query.eventType(), Objects.requireNonNull(predicate, "predicate")));
    }

    /** Newest first; what is stored only. */
    public ReplayRequest backwards() {
        return with(query.backwardsCold());
    }

    /** Names of streams are names, never globs. */
    public ReplayRequest exactly() {
        return with(query.exactly(true));
    }

    /** Go on after damage of the store. @param damaged gets each place, in the place of its events; not for long */
    public ReplayRequest skippingDamaged(Consumer<? super Gap> damaged) {
        return new ReplayRequest(
                streams, query.skippingDamaged(true), interrupted, Objects.requireNonNull(damaged, "damaged"));
    }

    /** The same as {@link #resuming(Consumer)}, without a word. */
    public ReplayRequest resuming() {
        return resuming(nothing -> {});
    }

    /**
     * Outlive the connection: while the daemon cannot be reached, or is stopping or too busy, try again until it can, and go
     * on after the last event. No event is left out and none comes twice, also with {@link #hot()}. Without this, the
     * subscriber gets the failure.
     *
     * @param interrupted gets each failure before the next attempt; not for long
     */
    public ReplayRequest resuming(Consumer<? super PhotonException> interrupted) {
        return new ReplayRequest(streams, query, Objects.requireNonNull(interrupted, "interrupted"), damaged);
    }

    /** What is asked of a daemon. */
    public ReplayQuery query() {
        SeveralStreams asked = SeveralStreams.of(streams, query.exact(), query.where());
        return query.of(asked.stream()).matching(query.eventType(), asked.where());
    }

    /** Whether it outlives the connection. */
    public boolean isResuming() {
        return interrupted != null;
    }

    /** Tells of an interruption. */
    public void interrupted(PhotonException reason) {
        Objects.requireNonNull(interrupted, "it does not outlive the connection")
                .accept(reason);
    }

    /** Tells of damage. */
    public void damaged(Gap gap) {
        damaged.accept(gap);
    }
}
