// SPDX-License-Identifier: Apache-2.0
package io.photon.api;

import io.photon.event.Event;
import io.photon.event.StreamNames;
import io.photon.projection.Descriptor;
import io.photon.projection.ProjectionService;
import io.photon.projection.spi.KeyedReducer.Slice;
import io.photon.result.Failure;
import io.photon.result.Result;
import io.photon.security.Permission;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;

/**
 * Projections as callers may see them, for the questions of {@link ProjectionUseCases} and for what is none: the feed, and
 * the streams of Muon. One can be seen by those who may read all that it can fold. Thread-safe. {@link #updates} does not wait, the others may (for a language to load, for events to
 * be folded): call them from threads that may wait.
 */
public final class ProjectionApi {

    private final ProjectionService projections;
    private final StreamSizes sizes;
    private final PhotonApi api;

    public ProjectionApi(ProjectionService projections, PhotonApi api) {
        this.projections = projections;
        this.sizes = new StreamSizes(projections);
        this.api = api;
    }

    ProjectionService projections() {
        return projections;
    }

    /** How large streams are. */
    StreamSizes sizes() {
        return sizes;
    }

    /** The names of those that the caller may see in alphabetical order, built-in ones included. */
    public Result<List<String>> names(Caller caller) {
        return Access.VALUES
                .check(caller)
                .map(allowed -> Access.VALUES.isForAll(caller)
                        ? projections.names()
                        : list(caller).stream().map(Descriptor::name).toList());
    }

    /** Those that the caller may see, without their values, in the order of names. */
    List<Descriptor> list(Caller caller) {
        List<Descriptor> all = projections.list();
        return Access.VALUES.isForAll(caller)
                ? all
                : all.stream()
                        .filter(each -> Access.VALUES.isFor(caller, each.definition().stream()))
                        .toList();
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
                () -> Result.ok(new ValueDownload(new ValueDownload.Source() {
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
     * demand for. May be subscribed to by many. It completes when the projection is deleted, or Photon stops, and fails
     * when the right to read it ends.
     */
    public Result<Publisher<ProjectionView>> updates(Caller caller, String name) {
        return reading(
                caller,
                name,
                () -> projections.updates(name).map(updates -> {
                    LiveRights rights = caller.identity().isFixed() ? null : api.live(caller, Permission.VALUES, null);
                    return rights == null
                            ? Mapped.of(updates, state -> view(caller, state))
                            : api.reads()
                                    .watched(Mapped.of(updates, state -> view(rights.caller(), state)), rights::ended);
                }));
    }

    /** What comes later, or as soon as the right to read it ends, why it has. */
    <T> CompletableFuture<Result<T>> whileMayRead(Caller caller, CompletableFuture<Result<T>> later) {
        LiveRights rights = api.live(caller, Permission.VALUES, null);
        if (rights != null && !later.isDone()) {
            OpenReads.Guard guard = new OpenReads.Guard(
                    rights::ended, () -> rights.ended().ifPresent(why -> later.complete(Result.err(why))));
            api.reads().guard(guard);
            later.whenComplete((answer, failure) -> api.reads().unguard(guard));
        }
        return later;
    }

    /** It may have become one that this caller may not read. */
    private static @Nullable ProjectionView view(Caller caller, Descriptor state) {
        return Access.VALUES.isFor(caller, state.definition().stream()) ? new ProjectionView(state) : null;
    }

    /**
     * Updates of all projections but the built-in ones and those over internal streams, for a feed: a client that reaches it
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

    /** For those who may read this projection, before and after: it may have become another in between. */
    <T> Result<T> reading(Caller caller, String name, Supplier<Result<T>> use) {
        return current(caller)
                .then(Access.VALUES::check)
                .then(now -> Access.VALUES.isForAll(now)
                        ? use.get()
                        : readable(now, name)
                                .then(before -> use.get())
                                .then(read -> readable(now, name).map(after -> read)));
    }

    /** A value that is read piece by piece may outlive rights. */
    private Result<Caller> current(Caller caller) {
        return caller.identity().isFixed() ? Result.ok(caller) : api.current(caller);
    }

    private Result<Caller> readable(Caller caller, String name) {
        return projections.definition(name).then(definition -> Access.VALUES.check(caller, definition.stream()));
    }

    /** The caller, or DENIED for those who may not do this with a projection; one that is not there is no reason. */
    Result<Caller> changing(Caller caller, String name, Access access) {
        if (access.isForAll(caller)) {
            return Result.ok(caller);
        }
        return projections
                .definition(name)
                .fold(
                        definition -> access.check(caller, definition.stream()),
                        failure -> failure.kind() == Failure.Kind.NOT_FOUND ? Result.ok(caller) : Result.err(failure));
    }
}
