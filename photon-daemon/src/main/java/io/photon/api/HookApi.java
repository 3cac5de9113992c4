// SPDX-License-Identifier: Apache-2.0
package io.photon.api;

import io.photon.cloudevents.CloudEventReader;
import io.photon.codec.JsonFields;
import io.photon.codec.TraceContext;
import io.photon.event.Event;
import io.photon.event.EventDraft;
import io.photon.log.StoreFailures;
import io.photon.metrics.MetricPage;
import io.photon.result.Failure;
import io.photon.result.Result;
import io.photon.security.Permission;
import io.photon.security.hook.Delivery;
import io.photon.security.hook.Hook;
import io.photon.security.hook.Hooks;
import io.photon.store.StoreException;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Deliveries to hooks: one that is signed rightly is stored in the hook's stream, and needs no other identity. All others are
 * answered the same, whether there is such a hook or not. Thread-safe; futures never fail.
 */
public final class HookApi {

    /** What became of a delivery. */
    enum Outcome {
        STORED,
        DUPLICATE,
        /** Not signed as the hook asks for. */
        REFUSED,
        /** Signed rightly, and no event, or a longer one than the hook takes. */
        UNREADABLE,
        /** An event that was not stored: also where the hook is switched off. */
        FAILED
    }

    /** What became of the deliveries to one hook since the start. @param atMs of the latest, since 1970 @param problem with the latest that was no event, or was not stored */
    record Seen(long stored, long duplicates, long failed, long atMs, String problem) {
        private static final Seen NOTHING = new Seen(0, 0, 0, 0, "");

        private Seen and(Outcome outcome, String why) {
            boolean isFailure = outcome == Outcome.UNREADABLE || outcome == Outcome.FAILED;
            return new Seen(
                    stored + (outcome == Outcome.STORED ? 1 : 0),
                    duplicates + (outcome == Outcome.DUPLICATE ? 1 : 0),
                    failed + (isFailure ? 1 : 0),
                    System.currentTimeMillis(),
                    isFailure ? why : problem);
        }
    }

    private static final String NOT_AUTHORIZED = "Not authorized";
    private static final String HINT = "address, secret, signature and its time have to be right";

    private final PhotonApi api;
    private final Logins logins;
    private final Hooks hooks;
    private final Map<Outcome, LongAdder> outcomes = new EnumMap<>(Outcome.class);
    private final Map<String, Seen> seen = new ConcurrentHashMap<>();

    HookApi(PhotonApi api, Logins logins, Hooks hooks) {
        this.api = api;
        this.logins = logins;
        this.hooks = hooks;
        for (Outcome each : Outcome.values()) {
            outcomes.put(each, new LongAdder());
        }
        api.meter(this::measure);
    }

    private void measure(MetricPage page) {
        Map<String, Number> counts = new LinkedHashMap<>();
        outcomes.forEach((outcome, count) -> counts.put(EnumWords.of(outcome), count.sum()));
        page.counters(
                "photon_hook_deliveries",
                "deliveries to hooks: stored, duplicate, refused (not signed rightly), unreadable, failed",
                "outcome",
                counts);
    }

    /** Why every delivery is refused without a look at it, where there is no hook; empty where there is one. */
    public Optional<Failure> refuseIfNone() {
        if (hooks.isAny()) {
            return Optional.empty();
        }
        Objects.requireNonNull(outcomes.get(Outcome.REFUSED)).increment();
        return Optional.of(notAuthorized());
    }

    private static Failure notAuthorized() {
        return Failure.of(Failure.Kind.NOT_AUTHENTICATED, NOT_AUTHORIZED, HINT);
    }

    /** How long to wait before {@link #deliver}, in ms; OVERLOADED after too many that were not signed rightly. */
    public Result<Long> turn(Origin origin, String name, String shown) {
        return logins.turn(origin, user(name), shown);
    }

    private static String user(String name) {
        return "hook " + name;
    }

    /**
     * Stores a delivery; to be asked after {@link #turn}. NOT_AUTHENTICATED for one that is not signed as the hook asks for,
     * or for a hook that is not there. One whose id was delivered before is a duplicate, whatever else it says: a
     * sender that repeats itself may have counted its attempts. CONFLICT when an event that this hook did not store has
     * its local-id.
     *
     * @param shown what the sender shows, for telling guesses apart: it says nothing about the secret
     * @param headers the text of a header by its name in any case, null when there is none
     * @param body not changed; may be longer than what was delivered
     * @param trace to be kept with the event; null for none
     */
    public CompletableFuture<Result<Stored>> deliver(
            Origin origin,
            String name,
            String shown,
            UnaryOperator<String> headers,
            byte[] body,
            int length,
            @Nullable TraceContext trace) {
        Optional<Hooks.Accepted> accepted =
                hooks.check(name, new Delivery(headers, body, length), trace, why -> logins.refused(origin, why));
        logins.tried(origin, user(name), shown, accepted.isPresent());
        if (accepted.isEmpty()) {
            Objects.requireNonNull(outcomes.get(Outcome.REFUSED)).increment();
            return CompletableFuture.completedFuture(Result.err(notAuthorized()));
        }
        return accepted.get()
                .event()
                .fold(
                        event -> api.emit(sender(name, origin), event, null)
                                .thenApply(done -> told(accepted.get().hook(), event, done)),
                        failure -> {
                            count(
                                    name,
                                    failure.kind() == Failure.Kind.READ_ONLY ? Outcome.FAILED : Outcome.UNREADABLE,
                                    failure.message());
                            return CompletableFuture.completedFuture(Result.err(failure));
                        });
    }

    /** What appends: a hook may to its own stream, which the event names. */
    private static Caller sender(String name, Origin origin) {
        Caller hook = Caller.of(user(name), origin.way(), EnumSet.of(Permission.EMIT));
        return new Caller(hook.identity(), hook.way(), origin.address());
    }

    private Result<Stored> told(Hook hook, EventDraft event, Result<Stored> done) {
        boolean isTaken = !done.isOk() && done.failure().kind() == Failure.Kind.CONFLICT && event.localId() != null;
        Result<Stored> told = isTaken ? repeated(hook, event, done) : done;
        count(
                hook.name(),
                !told.isOk() ? Outcome.FAILED : told.value().duplicate() ? Outcome.DUPLICATE : Outcome.STORED,
                told.isOk() ? "" : told.failure().message());
        return told;
    }

    /**
     * What has the local-id of a delivery is the same delivery if this hook stored it. Otherwise this one is not stored, and
     * its sender must hear that: a hook of the same name, deleted since, or one who may append, was there first.
     */
    private Result<Stored> repeated(Hook hook, EventDraft event, Result<Stored> conflict) {
        try {
            boolean isOwn = api.log()
                    .reader()
                    .findByLocalId(event.streamName(), Objects.requireNonNull(event.localId()))
                    .filter(first ->
                            first.orderId() > hook.orderId() && hook.name().equals(field(first)))
                    .isPresent();
            return isOwn ? Result.ok(new Stored(0, 0, "", true)) : conflict;
        } catch (StoreException e) {
            return Result.err(StoreFailures.of("looking for what was delivered before", e));
        }
    }

    private static @Nullable String field(Event event) {
        byte[] json = event.array();
        int[] found = JsonFields.find(json, event.offset(), event.offset() + event.length(), CloudEventReader.HOOK);
        return found == null ? null : JsonFields.text(json, found[0], found[1]);
    }

    private void count(String name, Outcome outcome, String why) {
        Objects.requireNonNull(outcomes.get(outcome)).increment();
        seen.merge(name, Seen.NOTHING.and(outcome, why), (before, one) -> before.and(outcome, why));
    }

    Hooks hooks() {
        return hooks;
    }

    Seen seen(String name) {
        return seen.getOrDefault(name, Seen.NOTHING);
    }

    /** Forgets what was counted of a hook that is no more. */
    void forget(String name) {
        seen.remove(name);
    }
}
