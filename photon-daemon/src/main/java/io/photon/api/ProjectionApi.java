package io.photon.api;

import io.photon.event.Event;
import io.photon.event.StreamNames;
import io.photon.filter.StreamSelector;
import io.photon.projection.Descriptor;
import io.photon.projection.Projections;
import io.photon.projection.spi.Definition;
import io.photon.projection.spi.KeyedReducer.Slice;
import io.photon.result.Result;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.reactivestreams.Publisher;

/**
 * Projections as callers may see them, for the questions of {@link ProjectionUseCases} and for what is none: the feed, and
 * the streams of Muon. All of it needs {@code PROJECTIONS}; what is folded from the stream of applications needs
 * {@code SECURITY} too. Thread-safe. {@link #updates} does not wait, the others may (for a language to load, for events to
 * be folded): call them from threads that may wait.
 */
public final class ProjectionApi {

    static final Access SECRETS = Access.secret("read what is folded from '" + StreamNames.SECURITY + "'");

    private final Projections projections;

    public ProjectionApi(Projections projections) {
        this.projections = projections;
    }

    Projections projections() {
        return projections;
    }

    /** All names in alphabetical order, built-in ones included. */
    public Result<List<String>> names(Caller caller) {
        return Access.PROJECTIONS.check(caller).map(allowed -> projections.names());
    }

    /** One with its current value, or NOT_FOUND. */
    public Result<ProjectionView> find(Caller caller, String name) {
        return reading(caller, name, () -> projections.find(name).map(ProjectionView::new));
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
                        return reading(
                                caller, name, () -> projections.find(name).map(Descriptor::value));
                    }
                })));
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
        boolean hidden = isSecret(state.definition().stream()) && !SECRETS.isFor(caller);
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

    /** Facts for the counters. */
    Map<String, Object> stats() {
        return projections.stats();
    }

    /** What is folded from the stream of applications needs more than other projections. */
    static boolean isSecret(StreamSelector stream) {
        return !stream.isAll() && stream.includes(StreamNames.SECURITY);
    }

    /** For those who may read this projection, before and after: it may have become another in between. */
    <T> Result<T> reading(Caller caller, String name, Supplier<Result<T>> use) {
        return Access.PROJECTIONS
                .check(caller)
                .then(allowed -> SECRETS.isFor(caller)
                        ? use.get()
                        : readable(caller, name)
                                .then(before -> use.get())
                                .then(read -> readable(caller, name).map(after -> read)));
    }

    private Result<Definition> readable(Caller caller, String name) {
        return projections
                .definition(name)
                .then(definition -> isSecret(definition.stream())
                        ? Result.err(Access.PROJECTIONS.denied(caller))
                        : Result.ok(definition));
    }
}
