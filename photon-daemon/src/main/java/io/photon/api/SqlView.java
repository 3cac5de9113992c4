// SPDX-License-Identifier: Apache-2.0
package io.photon.api;

import io.photon.event.Bound;
import io.photon.event.Event;
import io.photon.projection.Descriptor;
import io.photon.question.Params;
import io.photon.question.ProjectionQuestions;
import io.photon.result.Failure;
import io.photon.result.Result;
import io.photon.sql.SqlSource;
import io.photon.sql.wire.EventBlock;
import io.photon.sql.wire.EventsWanted;
import io.photon.sql.wire.ProjectionValue;
import io.photon.sql.wire.StreamRow;
import io.photon.store.Direction;
import io.photon.store.Page;
import io.photon.store.ReadRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What one query of one caller sees: of what they may read, events up to the head of the moment it was asked. For one thread at a
 * time.
 */
final class SqlView implements SqlSource {

    private static final int PAGE_BYTES = 1 << 20;
    private static final int COUNTS = 3;

    private final PhotonApi api;
    private final ProjectionApi projections;
    private final Caller caller;
    private final Duration wait;
    private final Supplier<Optional<Failure>> ended;
    private final boolean seesAll;
    private final long head;
    private final long events;
    private StreamSizes.@Nullable Listing sizes;

    private SqlView(
            PhotonApi api,
            ProjectionApi projections,
            Caller caller,
            Duration wait,
            Supplier<Optional<Failure>> ended,
            long head,
            long events) {
        this.ended = ended;
        this.api = api;
        this.projections = projections;
        this.caller = caller;
        this.wait = wait;
        this.seesAll = Access.READ.isForAll(caller);
        this.head = head;
        this.events = events;
    }

    /** @param wait how long projections are waited for @param ended why nothing more may be read; empty while it may */
    static Result<SqlView> of(
            PhotonApi api, ProjectionApi projections, Caller caller, Duration wait, Supplier<Optional<Failure>> ended) {
        return api.reading(reader -> {
            long head = reader.lastOrderId();
            long events = -1;
            for (int i = 0; i < COUNTS && events < 0 && Access.READ.isForAll(caller); i++) {
                long before = reader.lastOrderId();
                events = reader.totalEvents();
                head = reader.lastOrderId();
                events = before == head ? events : -1; // it was of another moment
            }
            return Result.ok(new SqlView(api, projections, caller, wait, ended, head, events));
        });
    }

    @Override
    public long head() {
        return head;
    }

    @Override
    public long events() {
        return events;
    }

    @Override
    public Result<byte[]> events(EventsWanted wanted) {
        Optional<Failure> over = ended.get();
        if (over.isPresent()) {
            return Result.err(over.get());
        }
        ReadRequest request = new ReadRequest(
                wanted.stream(),
                wanted.from(),
                wanted.to(),
                wanted.backwards() ? Direction.BACKWARDS : Direction.FORWARDS,
                wanted.max(),
                PAGE_BYTES);
        return api.reading(reader -> {
            Page page = reader.read(request);
            try {
                return Result.ok(EventBlock.write(seen(page.events()), page.cursor(), page.end()));
            } catch (IOException e) {
                throw new UncheckedIOException(e); // to memory
            }
        });
    }

    private List<Event> seen(List<Event> page) {
        return seesAll
                ? page
                : page.stream()
                        .filter(event -> Access.READ.isFor(caller, event.streamName()))
                        .toList();
    }

    @Override
    public Result<List<StreamRow>> streams(String after, int max) {
        StreamSizes.Listing measuring = sizes == null ? projections.sizes().begin() : sizes;
        sizes = measuring;
        return api.streams(caller, after, "", max)
                .map(page -> measuring.measured(page).stream()
                        .map(stream -> new StreamRow(
                                stream.name(),
                                stream.totalEvents(),
                                stream.firstOrderId(),
                                stream.lastOrderId(),
                                stream.bytes()))
                        .toList());
    }

    @Override
    public Result<List<String>> projections() {
        return !Access.VALUES.isFor(caller) ? Result.ok(List.of()) : projections.names(caller);
    }

    @Override
    public Result<ProjectionValue> value(String name, String at) {
        return at.isEmpty() ? current(name) : past(name, at);
    }

    private Result<ProjectionValue> current(String name) {
        Result<Long> covered = wait.isZero()
                ? Result.ok(head)
                : projections.reading(
                        caller,
                        name,
                        () -> projections
                                .projections()
                                .await(name, Bound.position(head), wait)
                                .join());
        return covered.then(position -> projections.reading(
                        caller, name, () -> projections.projections().find(name)))
                .map(found -> new ProjectionValue(name, found.position(), value(found)));
    }

    private static byte[] value(Descriptor found) {
        byte[] value = found.value();
        return value == null ? new byte[] {'n', 'u', 'l', 'l'} : value;
    }

    /** As the question of the table answers it. */
    private Result<ProjectionValue> past(String name, String at) {
        return new UseCases(api, projections)
                .ask(
                        caller,
                        ProjectionQuestions.PROJECTION_VALUE
                                .ask()
                                .with(Params.PROJECTION, name)
                                .with(Params.AT, at))
                .map(answer -> new ProjectionValue(name, head, ((Answer.Json) answer).json()));
    }
}
