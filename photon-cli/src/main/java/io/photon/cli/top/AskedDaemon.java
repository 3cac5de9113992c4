// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.top;

import io.photon.cli.top.reading.FlatJson;
import io.photon.cli.top.reading.ListedStream;
import io.photon.cli.top.reading.Need;
import io.photon.cli.top.reading.ProjectionRow;
import io.photon.cli.top.reading.Reading;
import io.photon.client.ByteSink;
import io.photon.client.EmitOptions;
import io.photon.client.PhotonClient;
import io.photon.client.ReplayQuery;
import io.photon.codec.JsonFields;
import io.photon.question.Params;
import io.photon.question.ProjectionQuestions;
import io.photon.result.Failure;
import io.photon.result.Result;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What is asked of a daemon, over a client of its own. One thread; {@link #cancel} may come from another. */
final class AskedDaemon implements AutoCloseable {

    /** This many streams are read at once; a dashboard shows no million of rows. */
    private static final int STREAMS = 500;

    /** A listing of projections longer than this is not read each time. */
    private static final int LARGE_LISTING = 200_000;

    private static final long LARGE_LISTING_EVERY_MS = 10_000;

    private static final int BUSIEST = 100;
    private static final int LOG_ROWS = 400;
    private static final int SUBSCRIBERS = 200;
    private static final int EVENTS = 100;
    private static final int EFFECTS = 200;

    private final PhotonClient client;
    private final Clock clock;
    private byte[] projections = new byte[0];
    private long projectionsAtMs;
    private boolean knowsBusiest = true;

    AskedDaemon(PhotonClient client, Clock clock) {
        this.client = client;
        this.clock = clock;
    }

    /** A reading; Err when the daemon did not answer. @param prefix of the streams that are wanted */
    Result<Reading> read(String prefix) {
        Result<byte[]> stats = client.stats();
        if (stats instanceof Result.Err<byte[]> err) {
            return Result.err(err.failure());
        }
        Result<byte[]> streams = client.streams(null, prefix.isEmpty() ? null : prefix, STREAMS);
        if (streams instanceof Result.Err<byte[]> err) {
            return Result.err(err.failure());
        }
        long nowMs = clock.millis();
        if (projections.length < LARGE_LISTING || nowMs - projectionsAtMs >= LARGE_LISTING_EVERY_MS) {
            if (client.projections() instanceof Result.Ok<byte[]> ok) { // a daemon may have none
                projections = ok.value();
                projectionsAtMs = nowMs;
            }
        }
        List<ListedStream> rows = ListedStream.read(streams.value());
        boolean isAll = rows.size() < STREAMS && prefix.isEmpty();
        return Result.ok(new Reading(
                nowMs,
                FlatJson.read(stats.value()),
                ListedStream.merged(busiest(), rows),
                isAll,
                ProjectionRow.read(projections)));
    }

    /** The busiest streams of all; none from a daemon that cannot be asked. */
    private List<ListedStream> busiest() {
        if (!knowsBusiest) {
            return List.of();
        }
        Result<byte[]> answer = client.busiest(BUSIEST);
        if (answer instanceof Result.Ok<byte[]> ok) {
            return ListedStream.readBusiest(ok.value());
        }
        // An older daemon does not know the question: it is asked no more over this connection.
        Failure.Kind kind = answer.failure().kind();
        knowsBusiest = kind != Failure.Kind.NOT_FOUND && kind != Failure.Kind.BAD_INPUT;
        return List.of();
    }

    /** The same as one JSON object, as the daemon told it. */
    Result<byte[]> readRaw() {
        return client.stats()
                .then(stats -> client.streams(null, null, STREAMS).then(streams -> {
                    StringBuilder all = new StringBuilder("{\"at\":").append(clock.millis());
                    all.append(",\"stats\":").append(text(stats));
                    all.append(",\"streams\":").append(text(JsonFields.field(streams, "streams")));
                    if (client.projections() instanceof Result.Ok<byte[]> ok) {
                        all.append(",\"projections\":").append(text(JsonFields.field(ok.value(), "projections")));
                    }
                    if (client.busiest(BUSIEST) instanceof Result.Ok<byte[]> ok) {
                        all.append(",\"busiest-streams\":").append(text(ok.value()));
                    }
                    if (client.subscribers(null, SUBSCRIBERS) instanceof Result.Ok<byte[]> ok) { // not for everybody
                        all.append(",\"readers\":").append(text(ok.value()));
                    }
                    return Result.ok(all.append('}').toString().getBytes(StandardCharsets.UTF_8));
                }));
    }

    private static String text(byte @Nullable [] json) {
        return json == null ? "null" : new String(json, StandardCharsets.UTF_8).strip();
    }

    /** What a page wanted. */
    Result<byte[]> answer(Need need) {
        return switch (need.kind()) {
            case EVENTS -> events(need.name(), 0, need.at() == 0 ? Long.MAX_VALUE : need.at(), true, EVENTS);
            case EVENTS_AFTER -> events(need.name(), need.at() + 1, Long.MAX_VALUE, false, EVENTS);
            case NEWEST -> events("__all__", 0, Long.MAX_VALUE, true, (int) need.at());
            case TRACE -> client.trace(need.at(), EFFECTS);
            case PROJECTION -> collected(json -> client.projection(need.name(), json));
            case VALUE -> collected(json -> client.projectionValue(need.name(), null, need.at(), json));
            case DIFF -> client.projectionDiff(need.name(), need.at(), need.to());
            case BISECT ->
                client.ask(ProjectionQuestions.PROJECTION_BISECT
                        .ask()
                        .with(Params.PROJECTION, need.name())
                        .with(Params.UNTIL, need.text()));
            case LOG -> client.log(0, LOG_ROWS);
            case SUBSCRIBERS -> client.subscribers(null, SUBSCRIBERS);
            case EMIT -> client.emit(need.text().getBytes(StandardCharsets.UTF_8), EmitOptions.PLAIN);
            case DELETE_STREAM -> client.deleteStream(need.name());
            case DELETE_PROJECTION -> client.deleteProjection(need.name());
            case PAUSE -> client.changeProjection(need.name(), "pause");
            case RESUME -> client.changeProjection(need.name(), "resume");
            case RESET -> client.changeProjection(need.name(), "reset");
        };
    }

    private static Result<byte[]> collected(Function<ByteSink, Result<Long>> question) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        return question.apply(all::write).map(length -> all.toByteArray());
    }

    private Result<byte[]> events(String stream, long from, long to, boolean backwards, int most) {
        ReplayQuery query = new ReplayQuery(stream, "cold", from, to, most, null, null, backwards);
        return collected(lines -> client.replay(query, lines));
    }

    /** Reads new events until it is cancelled. @param after those above this position; -1 for those that come from now on */
    Result<Long> tail(TailBuffer into, long after) {
        ReplayQuery query = new ReplayQuery(
                "__all__",
                after < 0 ? "hot" : "hot-cold",
                after + 1,
                Long.MAX_VALUE,
                Long.MAX_VALUE,
                null,
                null,
                false);
        return client.replay(query, into);
    }

    /** Breaks off what is under way. */
    void cancel() {
        client.cancel();
    }

    @Override
    public void close() {
        client.close();
    }
}
