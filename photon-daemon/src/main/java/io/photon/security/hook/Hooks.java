// SPDX-License-Identifier: Apache-2.0
package io.photon.security.hook;

import io.photon.codec.TraceContext;
import io.photon.event.EventDraft;
import io.photon.result.Excerpt;
import io.photon.result.Failure;
import io.photon.result.Result;
import io.photon.security.Author;
import io.photon.security.SecurityLog;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Makes changes of hooks, and checks what is delivered to them. Thread-safe; futures never fail. */
public final class Hooks {

    static final int MOST = 1_000;
    static final int FEWEST_SECRET_BYTES = 16;
    /** The most that a daemon may accept as one event. */
    private static final long LARGEST_BODY = 64L << 20;

    private static final int LONGEST_SECRET = 1_000;
    private static final int SECRET_BYTES = 32;
    private static final Duration LONGEST_GRACE = Duration.ofDays(30);
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String LIST = "see them with: photon hook list";

    /** What is shown once. */
    public record Created(Hook hook, String secret) {}

    /** What would be stored of a delivery that was made up. @param headers that it would come with */
    public record Tried(Map<String, String> headers, EventDraft event) {}

    /** A delivery that is one of the sender's. */
    public record Accepted(Hook hook, Result<EventDraft> event) {}

    private final SecurityLog log;
    private final HookLedger ledger;
    private final SecretBox box;
    private final LongSupplier nowMs;
    /** Deliveries to hooks that are not there are checked against this, so that they take as long. */
    private final Hook none;

    /** @param ledger hears what {@code log} tells @param keys seal the secrets @param nowMs since 1970 */
    public Hooks(SecurityLog log, HookLedger ledger, SecretBox.Keys keys, LongSupplier nowMs) {
        this.log = log;
        this.ledger = ledger;
        this.box = new SecretBox(keys);
        this.nowMs = nowMs;
        HookRules rules = HookRules.read(new HookRules.Written("github", "", "", "", "", "", "", "", ""))
                .value();
        this.none = new Hook("", 0, "", rules, List.of(), 0, "", 0, true, 0);
    }

    /**
     * Creates one; CONFLICT when the name is taken or there are too many.
     *
     * @param stream that user events may be appended to, as the caller has checked
     * @param maxBody the longest delivery, in bytes; 0 for no limit but the daemon's
     * @param secret null for a random one
     */
    public CompletableFuture<Result<Created>> create(
            String name, String stream, HookRules rules, long maxBody, @Nullable String secret, Author by) {
        if (!NAME.matcher(name).matches()) {
            return refused(bad(
                    "'" + Excerpt.of(name) + "' cannot be the name of a hook",
                    "use letters, digits, dots, dashes and underscores, 64 at most"));
        }
        Optional<Failure> refused = refuseLimit(maxBody);
        if (refused.isPresent()) {
            return refused(refused.get());
        }
        return kept(
                name,
                rules.scheme(),
                secret,
                (kept, shown) -> changed(
                        name,
                        shown,
                        "created",
                        by,
                        () -> ledger.find(name).isPresent()
                                ? Result.err(
                                        Failure.Kind.CONFLICT,
                                        "there is a hook '" + name + "' already",
                                        "delete it first, or give it another secret: photon hook rotate " + name)
                                : ledger.all().size() >= MOST
                                        ? Result.err(
                                                Failure.Kind.CONFLICT,
                                                "there are " + MOST + " hooks, the most there can be",
                                                "delete one that is no longer used, " + LIST)
                                        : HookEvents.created(name, stream, rules, (int) maxBody, kept, by)));
    }

    /**
     * Gives one another secret; the one before is good for a while longer, so that the sender can be told.
     *
     * @param secret null for a random one
     * @param grace how long the one before is still good; zero for not at all
     */
    public CompletableFuture<Result<Created>> rotate(String name, @Nullable String secret, Duration grace, Author by) {
        Result<Hook> found = find(name);
        if (!found.isOk()) {
            return refused(found.failure());
        }
        if (grace.isNegative() || grace.compareTo(LONGEST_GRACE) > 0) {
            return refused(bad(
                    "the secret before would be good for " + grace.toSeconds() + " s more",
                    "give 0 to " + LONGEST_GRACE.toSeconds() + " s"));
        }
        return kept(
                name,
                found.value().rules().scheme(),
                secret,
                (kept, shown) -> changed(
                        name,
                        shown,
                        "given another secret",
                        by,
                        () -> find(name)
                                .then(hook ->
                                        HookEvents.rotated(name, kept, nowMs.getAsLong() + grace.toMillis(), by))));
    }

    /** Deletes one: the order-id of the event. */
    public CompletableFuture<Result<Long>> delete(String name, Author by) {
        return log.change(
                "hook " + name + " was deleted", by, () -> find(name).then(hook -> HookEvents.deleted(name, by)));
    }

    /** Has deliveries stored, or refused, without another change: the order-id of the event. */
    public CompletableFuture<Result<Long>> switchTo(boolean on, String name, Author by) {
        return log.change(
                "hook " + name + " was switched " + (on ? "on" : "off"),
                by,
                () -> find(name).then(hook -> HookEvents.switched(name, on, by)));
    }

    /** Sets the longest delivery. @param maxBody in bytes, 0 for no limit but the daemon's */
    public CompletableFuture<Result<Long>> limit(String name, long maxBody, Author by) {
        return log.change(
                "hook " + name + " was given the limit " + maxBody,
                by,
                () -> refuseLimit(maxBody)
                        .<Result<EventDraft>>map(Result::err)
                        .orElseGet(() -> find(name).then(hook -> HookEvents.limited(name, (int) maxBody, by))));
    }

    private static Optional<Failure> refuseLimit(long maxBody) {
        return maxBody <= LARGEST_BODY
                ? Optional.empty()
                : Optional.of(bad(
                        "max-body would be " + maxBody + " bytes",
                        "give 1 to " + LARGEST_BODY + ", or 0 for no limit but rest.max-line"));
    }

    public Result<Hook> find(String name) {
        return ledger.find(name)
                .map(Result::ok)
                .orElseGet(
                        () -> Result.err(Failure.Kind.NOT_FOUND, "there is no hook '" + Excerpt.of(name) + "'", LIST));
    }

    /** All, by name. */
    public List<Hook> all() {
        return ledger.all();
    }

    /** Whether there is one. */
    public boolean isAny() {
        return ledger.isAny();
    }

    /** Whether this daemon can open the secret of a hook, and so take deliveries. */
    public boolean isUsable(Hook hook) {
        return !keys(hook).isEmpty();
    }

    /**
     * Checks a delivery, and makes an event of it.
     *
     * @param refused hears why it is not one of the sender's, for the operator's eyes
     * @return empty for one that is not; an accepted one without an event is refused by the hook, or is none
     */
    public Optional<Accepted> check(
            String name, Delivery delivery, @Nullable TraceContext trace, java.util.function.Consumer<String> refused) {
        Hook hook = ledger.find(name).orElse(null);
        List<byte[]> keys = hook == null ? List.of() : keys(hook);
        Hook ready = hook == null || keys.isEmpty() ? none : hook;
        Optional<String> why = new Signatures(ready.rules())
                .refuse(delivery, ready == none ? List.of(new byte[1]) : keys, nowMs.getAsLong());
        if (hook == null || keys.isEmpty() || why.isPresent()) {
            refused.accept(
                    hook == null
                            ? "a delivery to a hook that is not there"
                            : "a delivery to hook '" + name + "': "
                                    + (keys.isEmpty()
                                            ? SecretBox.notOpened(name).message()
                                            : why.orElse("")));
            return Optional.empty();
        }
        return Optional.of(new Accepted(
                hook,
                hook.refuse(delivery.length())
                        .<Result<EventDraft>>map(Result::err)
                        .orElseGet(() -> new DeliveredEvent(hook, trace).of(delivery))));
    }

    /** Delivers a payload to a hook as its sender would, up to where it would be stored, were it switched on. @param payload JSON, null for one that fits */
    public Result<Tried> tryOut(String name, @Nullable String payload) {
        Result<Hook> found = find(name);
        if (!found.isOk()) {
            return Result.err(found.failure());
        }
        Hook hook = found.value();
        List<byte[]> keys = keys(hook);
        if (keys.isEmpty()) {
            return Result.err(SecretBox.notOpened(name));
        }
        String id = "test-" + UUID.randomUUID();
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", "application/json");
        byte[] body = (payload == null ? "{}" : payload).getBytes(java.nio.charset.StandardCharsets.UTF_8);
        for (Place place : hook.rules().id()) {
            body = payload == null || place.kind() == Place.Kind.HEADER ? place.put(id, body, headers) : body;
        }
        for (Place place : hook.rules().type()) {
            body = payload == null || place.kind() == Place.Kind.HEADER ? place.put("test", body, headers) : body;
        }
        headers.putAll(new Signatures(hook.rules()).sign(body, keys.get(0), id, nowMs.getAsLong()));
        Map<String, String> anyCase = new java.util.TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        anyCase.putAll(headers);
        Delivery delivery = new Delivery(anyCase::get, body, body.length);
        return new Signatures(hook.rules())
                .refuse(delivery, keys, nowMs.getAsLong())
                .<Result<Tried>>map(why -> Result.err(Failure.Kind.INTERNAL, "refused: " + why, LIST))
                .orElseGet(() -> hook.refuseLength(delivery.length())
                        .<Result<EventDraft>>map(Result::err)
                        .orElseGet(() -> new DeliveredEvent(hook, null).of(delivery))
                        .map(event -> new Tried(headers, event)));
    }

    private List<byte[]> keys(Hook hook) {
        long now = nowMs.getAsLong();
        List<byte[]> keys = new ArrayList<>();
        for (Hook.Secret each : hook.secrets()) {
            if (each.untilMs() > now) {
                box.open(hook.name(), each.sealed())
                        .flatMap(secret -> Signatures.key(hook.rules().scheme(), secret))
                        .ifPresent(keys::add);
            }
        }
        return keys;
    }

    private interface Sealed {
        CompletableFuture<Result<Created>> then(String kept, String shown);
    }

    private CompletableFuture<Result<Created>> kept(String name, Scheme scheme, @Nullable String given, Sealed then) {
        String secret = given == null ? random(scheme) : given;
        Optional<Failure> refused = refuseSecret(scheme, secret);
        if (refused.isPresent()) {
            return refused(refused.get());
        }
        Result<String> kept = box.seal(name, secret);
        return kept.isOk() ? then.then(kept.value(), secret) : refused(kept.failure());
    }

    private static String random(Scheme scheme) {
        byte[] bits = new byte[SECRET_BYTES];
        RANDOM.nextBytes(bits);
        return Signatures.secret(scheme, bits);
    }

    /** A short secret can be guessed at leisure from one delivery that was seen. */
    private static Optional<Failure> refuseSecret(Scheme scheme, String secret) {
        if (secret.length() > LONGEST_SECRET || secret.chars().anyMatch(letter -> letter < ' ' || letter > '~')) {
            return Optional.of(
                    bad("the secret is too long, or holds a letter that is not printable ASCII", "use another one"));
        }
        Optional<byte[]> key = Signatures.key(scheme, secret);
        if (key.isEmpty()) {
            return Optional.of(bad(
                    "the secret is not what the scheme " + scheme.word() + " has",
                    "a secret of Standard Webhooks is whsec_ and Base64"));
        }
        return key.get().length >= FEWEST_SECRET_BYTES
                ? Optional.empty()
                : Optional.of(bad(
                        "the secret has " + key.get().length + " bytes: it could be guessed",
                        "give at least " + FEWEST_SECRET_BYTES + ", or none: then a random one is made"));
    }

    private CompletableFuture<Result<Created>> changed(
            String name, String shown, String how, Author by, Supplier<Result<EventDraft>> draft) {
        return log.change("hook " + name + " was " + how, by, draft)
                .thenApply(done -> done.then(at -> find(name).map(hook -> new Created(hook, shown))));
    }

    private static Failure bad(String what, String hint) {
        return Failure.of(Failure.Kind.BAD_INPUT, what, hint);
    }

    private static CompletableFuture<Result<Created>> refused(Failure failure) {
        return CompletableFuture.completedFuture(Result.err(failure));
    }
}
