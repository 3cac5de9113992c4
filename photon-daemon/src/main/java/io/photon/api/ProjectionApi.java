package io.photon.api;

import io.photon.codec.JsonFields;
import io.photon.event.Bound;
import io.photon.event.Event;
import io.photon.event.StreamNames;
import io.photon.filter.StreamSelector;
import io.photon.projection.Descriptor;
import io.photon.projection.Projections;
import io.photon.projection.spi.Definition;
import io.photon.projection.spi.KeyedReducer.Slice;
import io.photon.result.Failure;
import io.photon.result.Result;
import io.photon.security.Permission;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.reactivestreams.Publisher;

/**
 * The use cases of projections, one method each, and who may do what: all of them need {@link Permission#PROJECTIONS}.
 * Thread-safe. Methods that answer a {@link CompletableFuture} or a {@link Publisher} do not wait; the others may (for a
 * language to load, for events to be folded): call them from threads that may wait.
 */
public final class ProjectionApi {

    /** The longest a caller may wait for a position. */
    public static final Duration MAX_WAIT = Duration.ofHours(1);

    private static final Duration FRESH = Duration.ofSeconds(1);
    private static final String SCHEMAS = "__streams__";

    private final Projections projections;

    public ProjectionApi(Projections projections) {
        this.projections = projections;
    }

    /** All names in alphabetical order, built-in ones included. */
    public Result<List<String>> names(Caller caller) {
        return allowed(caller, () -> Result.ok(projections.names()));
    }

    /** All, without their values. */
    public Result<List<ProjectionView>> list(Caller caller) {
        return allowed(
                caller,
                () -> Result.ok(
                        projections.list().stream().map(ProjectionView::new).toList()));
    }

    /** One with its current value, or NOT_FOUND. */
    public Result<ProjectionView> find(Caller caller, String name) {
        return reading(caller, name, () -> projections.find(name).map(found -> new ProjectionView(found)));
    }

    /**
     * One field as JSON: of the descriptor, else of the current value; NOT_FOUND when neither has it.
     *
     * @param key e.g. {@code current-value}, {@code processed}, or a key of the value
     */
    public Result<byte[]> field(Caller caller, String name, String key) {
        return reading(caller, name, () -> {
            Result<Descriptor> found = projections.find(name);
            if (found instanceof Result.Ok<Descriptor> ok) {
                byte[] field = JsonFields.field(ok.value().json(), key);
                return field != null ? Result.ok(field) : projections.field(name, key);
            }
            return Result.err(found.failure());
        });
    }

    /**
     * The value as JSON.
     *
     * @param key one field of it, or null for all
     * @param at after all events up to this position, inclusive, as a user writes one; null for now
     */
    public Result<byte[]> value(Caller caller, String name, String key, String at) {
        return reading(caller, name, () -> {
            if (at == null && key != null) {
                return projections.field(name, key);
            }
            Result<byte[]> value = at == null
                    ? projections.find(name).map(found -> found.value())
                    : upTo("at", at).then(position -> projections.valueAt(name, position));
            return key == null ? value : value.then(json -> fieldOf(json, name, key));
        });
    }

    /** The current value as JSON, piece by piece, however large it is. Each piece is of one moment. */
    public Result<Download> wholeValue(Caller caller, String name) {
        return reading(
                caller,
                name,
                () -> Result.ok(new ValuePieces(new ValuePieces.Source() {
                    @Override
                    public Result<Optional<Slice>> slice(String after, int maxBytes) {
                        return reading(caller, name, () -> projections.slice(name, after, maxBytes));
                    }

                    @Override
                    public Result<byte[]> whole() {
                        return value(caller, name, null, null);
                    }
                })));
    }

    private static Result<byte[]> fieldOf(byte[] json, String name, String key) {
        byte[] field = JsonFields.field(json, key);
        return field != null
                ? Result.ok(field)
                : Result.err(
                        Failure.Kind.NOT_FOUND,
                        "the value of projection '" + name + "' had no '" + key + "' then",
                        "look at the whole value");
    }

    /** How the value differs between two positions, as a user writes them: an array of JSON Patch operations. */
    public Result<byte[]> diff(Caller caller, String name, String from, String to) {
        return reading(
                caller,
                name,
                () -> upTo("from", from)
                        .then(first -> upTo("to", to).then(second -> projections.diff(name, first, second))));
    }

    /** The last order-id meant by a text: of a time, that of the last event that is not later. */
    private Result<Long> upTo(String what, String text) {
        return Positions.read(what, text)
                .then(bound -> bound.isTime() ? projections.lastUntil(bound.value()) : Result.ok(bound.value()));
    }

    /** The first event after which a condition on the value holds; NOT_FOUND when there is none. */
    public Result<BisectionView> bisect(Caller caller, String name, String condition) {
        return reading(
                caller,
                name,
                () -> projections
                        .bisect(name, condition)
                        .map(b -> new BisectionView(b.orderId(), b.event(), b.before(), b.after(), b.folded())));
    }

    /** The inferred schemas of a stream as JSON, by schema version; NOT_FOUND for an unknown stream. */
    public Result<byte[]> schema(Caller caller, String stream) {
        return allowed(caller, () -> {
            // Whoever has just appended wants to see it; a projection that is far behind is not waited for.
            projections
                    .await(SCHEMAS, Bound.position(projections.head()), FRESH)
                    .join();
            Result<byte[]> entry = projections.field(SCHEMAS, stream);
            if (entry instanceof Result.Err<byte[]> err && err.failure().kind() == Failure.Kind.NOT_FOUND) {
                return Result.err(
                        Failure.Kind.NOT_FOUND,
                        "no schema of stream '" + stream + "': there is no such stream, or it is not folded yet",
                        "list streams with: photon streams list");
            }
            return entry.map(json -> JsonFields.field(json, "schemas"));
        });
    }

    /** Creates one. @param replace whether one of that name is replaced and starts over; else CONFLICT */
    public CompletableFuture<Result<Boolean>> create(Caller caller, NewProjection wanted, boolean replace) {
        return changing(caller, () -> {
            String stream = wanted.streamName() == null || wanted.streamName().isEmpty()
                    ? StreamNames.ALL
                    : wanted.streamName();
            StreamSelector folded = StreamSelector.of(stream, wanted.exact());
            if (isSecret(folded) && !caller.may(Permission.SECURITY)) {
                return CompletableFuture.completedFuture(Result.err(denied(caller)));
            }
            return projections.create(
                    new Definition(wanted.name(), folded, wanted.language(), wanted.reduction(), wanted.initialValue()),
                    replace);
        });
    }

    /** Creates one from the text of an EDN file. @param file its name, for messages */
    public CompletableFuture<Result<Boolean>> createFromEdn(Caller caller, String text, String file, boolean replace) {
        return changing(caller, () -> {
            Result<Definition> read = projections.read(text, file);
            if (read instanceof Result.Err<Definition> err) {
                return CompletableFuture.completedFuture(Result.err(err.failure()));
            }
            Definition definition = read.value();
            return isSecret(definition.stream()) && !caller.may(Permission.SECURITY)
                    ? CompletableFuture.completedFuture(Result.err(denied(caller)))
                    : projections.create(definition, replace);
        });
    }

    /** Deletes one; DENIED for a built-in one. */
    public CompletableFuture<Result<Boolean>> delete(Caller caller, String name) {
        return managing(caller, "delete", () -> projections.delete(name));
    }

    /** Has it start over. */
    public CompletableFuture<Result<Boolean>> reset(Caller caller, String name) {
        return managing(caller, "reset", () -> projections.reset(name));
    }

    /** Has it stop until it is resumed, across restarts too. */
    public CompletableFuture<Result<Boolean>> pause(Caller caller, String name) {
        return managing(caller, "pause", () -> projections.pause(name));
    }

    /** Has it go on. @param skip after the event at which it has failed, for good; CONFLICT when it has not */
    public CompletableFuture<Result<Boolean>> resume(Caller caller, String name, boolean skip) {
        return managing(caller, "resume", () -> skip ? projections.skip(name) : projections.resume(name));
    }

    /**
     * The current state and then one for each change; of several in quick succession the latest the subscriber has
     * demand for. May be subscribed to by many. It completes when the projection is deleted, or Photon stops.
     *
     * @param name of one, or null for all but the built-in ones
     */
    public Result<Publisher<ProjectionView>> updates(Caller caller, String name) {
        return reading(
                caller,
                name,
                () -> projections.updates(name).map(updates -> Mapped.of(updates, state -> view(caller, state))));
    }

    /** It may have become one that this caller may not read. */
    private static ProjectionView view(Caller caller, Descriptor state) {
        boolean hidden = isSecret(state.definition().stream()) && !caller.may(Permission.SECURITY);
        return hidden ? null : new ProjectionView(state);
    }

    /**
     * Updates of all projections but the built-in ones and those over internal streams, for a feed: whoever reaches it
     * may read them.
     */
    public Publisher<ProjectionView> feed() {
        Result<Publisher<Descriptor>> all = projections.updates(null);
        Publisher<Descriptor> updates = all.value();
        return Mapped.of(updates, state -> isInternal(state) ? null : new ProjectionView(withoutInternalEvent(state)));
    }

    /** One over everything folds internal events, too. */
    private static Descriptor withoutInternalEvent(Descriptor state) {
        boolean internal = state.lastEvent() != null
                && StreamNames.isInternal(Event.ofLine(state.lastEvent()).streamName());
        return internal ? state.withoutLastEvent() : state;
    }

    private static boolean isInternal(Descriptor state) {
        return state.definition().stream().isInternal();
    }

    /**
     * Completes with the position when the value covers everything up to a position, TIMED_OUT when it does not in time,
     * CONFLICT when the projection has failed before.
     *
     * @param atLeast as a user writes a position
     * @param timeout at most {@link #MAX_WAIT}
     */
    public CompletableFuture<Result<Long>> await(Caller caller, String name, String atLeast, Duration timeout) {
        Duration bounded = timeout.compareTo(MAX_WAIT) > 0 ? MAX_WAIT : timeout;
        return changing(caller, () -> {
            return Positions.read("at-least", atLeast) instanceof Result.Ok<Bound> ok
                    ? projections.await(name, ok.value(), bounded)
                    : CompletableFuture.completedFuture(upTo("at-least", atLeast));
        });
    }

    /** Facts for {@code /api/stats}. */
    public Result<Map<String, Object>> stats(Caller caller) {
        return allowed(caller, () -> Result.ok(projections.stats()));
    }

    /** What is folded from the stream of applications needs more than other projections. */
    private static boolean isSecret(StreamSelector stream) {
        return !stream.isAll() && stream.includes(StreamNames.SECURITY);
    }

    /** For whoever may read this projection, before and behind: it may have become another meanwhile. */
    private <T> Result<T> reading(Caller caller, String name, Supplier<Result<T>> use) {
        return allowed(
                caller,
                () -> caller.may(Permission.SECURITY)
                        ? use.get()
                        : readable(caller, name)
                                .then(before -> use.get())
                                .then(read -> readable(caller, name).map(behind -> read)));
    }

    private Result<Definition> readable(Caller caller, String name) {
        return projections
                .definition(name)
                .then(definition -> isSecret(definition.stream()) ? Result.err(denied(caller)) : Result.ok(definition));
    }

    private static <T> Result<T> allowed(Caller caller, Supplier<Result<T>> use) {
        return caller.may(Permission.PROJECTIONS) ? use.get() : Result.err(denied(caller));
    }

    private static <T> CompletableFuture<Result<T>> changing(
            Caller caller, Supplier<CompletableFuture<Result<T>>> use) {
        return caller.may(Permission.PROJECTIONS)
                ? use.get()
                : CompletableFuture.completedFuture(Result.err(denied(caller)));
    }

    private static CompletableFuture<Result<Boolean>> managing(
            Caller caller, String what, Supplier<CompletableFuture<Result<Boolean>>> change) {
        if (!caller.may(Permission.MANAGE)) {
            return CompletableFuture.completedFuture(
                    Result.err(
                            Failure.Kind.DENIED,
                            caller.name() + " may not " + what + " projections",
                            "send a token, or ask the operator of this Photon: over AMQP 'manage' in muon.permissions allows it"));
        }
        return change.get();
    }

    private static Failure denied(Caller caller) {
        return Failure.of(
                Failure.Kind.DENIED, caller.name() + " may not use projections", "ask the operator of this Photon");
    }
}
