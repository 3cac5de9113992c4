// SPDX-License-Identifier: Apache-2.0
package io.photon.client.pool;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.photon.client.EmitAnswer;
import io.photon.client.EmitOptions;
import io.photon.client.EmitOutcome;
import io.photon.client.Json;
import io.photon.client.NewEvent;
import io.photon.client.PhotonClient;
import io.photon.client.PhotonConnection;
import io.photon.client.PhotonException;
import io.photon.client.PhotonOptions;
import io.photon.client.ProjectionState;
import io.photon.client.Projections;
import io.photon.client.ReplayRequest;
import io.photon.client.RestoreOptions;
import io.photon.client.RestoreReport;
import io.photon.client.StoreStats;
import io.photon.client.StoredEvent;
import io.photon.client.StreamInfo;
import io.photon.client.flow.BlockingPublisher;
import io.photon.client.flow.BlockingSource;
import io.photon.client.flow.Subscriptions;
import io.photon.event.Event;
import io.photon.result.Failure;
import io.photon.result.Failure.Kind;
import io.photon.result.Result;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.reactivestreams.Publisher;

/** A connection whose requests and subscriptions each have a client, and so a way of their own. */
public final class PooledConnection implements PhotonConnection {

    private final ClientFactory factory;
    private final ObjectMapper mapper;
    private final ClientPool pool;
    private final Threads threads;
    private final Subscriptions subscriptions;
    private final Projections projections;

    /** @param factory makes the clients; closed with the connection */
    public PooledConnection(ClientFactory factory, PhotonOptions options) {
        this.factory = factory;
        this.mapper = options.mapper();
        this.pool = new ClientPool(factory, options.requestTimeout().toMillis());
        this.threads = new Threads(options.atOnce());
        this.subscriptions = new Subscriptions(threads::subscribed);
        this.projections = new PooledProjections(pool, mapper);
    }

    private <T> T ask(Function<PhotonClient, Result<T>> request) {
        return PhotonException.unwrap(pool.request(request));
    }

    private JsonNode tree(Function<PhotonClient, Result<byte[]>> request) {
        return Json.tree(ask(request), mapper);
    }

    private <T> Publisher<T> publisher(Supplier<BlockingSource<T>> sources) {
        return new BlockingPublisher<>(sources, subscriptions);
    }

    @Override
    public EmitAnswer emit(NewEvent event, EmitOptions options) {
        byte[] line = event.toJson(mapper);
        EmitOptions sent = new EmitOptions(
                options.expect(), options.atomic(), event.localId().isPresent());
        return EmitOutcome.of(ask(client -> client.emit(line, sent))).answer();
    }

    @Override
    public List<EmitOutcome> emitAll(Iterable<NewEvent> events) {
        List<EmitOutcome> outcomes = new ArrayList<>();
        ManyEvents many = new ManyEvents(new EventsInput(events.iterator(), () -> true, mapper), outcomes::add);
        PhotonException.unwrap(pool.alone(many::send));
        return outcomes;
    }

    @Override
    public Publisher<EmitOutcome> emitAll(Publisher<? extends NewEvent> events) {
        return publisher(() -> new EmitSource(events, pool, mapper));
    }

    @Override
    public List<EmitAnswer> emitAtomically(List<NewEvent> events) {
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        boolean repeatable = true;
        for (NewEvent event : events) {
            lines.writeBytes(event.toJson(mapper));
            lines.write('\n');
            repeatable &= event.localId().isPresent();
        }
        EmitOptions atomic = new EmitOptions(null, true, repeatable);
        List<EmitAnswer> answers = new ArrayList<>();
        WholeLines taken =
                new WholeLines(line -> answers.add(EmitOutcome.of(line).answer()));
        PhotonException.unwrap(pool.alone(
                client -> client.emitLines(new java.io.ByteArrayInputStream(lines.toByteArray()), atomic, taken)));
        return answers;
    }

    @Override
    public Publisher<StoredEvent> replay(ReplayRequest request) {
        return publisher(() -> new PooledReplay(request, pool, mapper));
    }

    @Override
    public Stream<StoredEvent> events(ReplayRequest request) {
        return Streams.of(replay(request));
    }

    @Override
    public StoredEvent event(String stream, long orderId) {
        byte[] line = ask(client -> client.event(stream, orderId));
        int length = line.length > 0 && line[line.length - 1] == '\n' ? line.length - 1 : line.length;
        return new StoredEvent(Event.ofLine(line, 0, length), mapper);
    }

    @Override
    public Publisher<ProjectionState> updates(String projection) {
        return publisher(() -> new UpdatesSource(projection, pool, mapper));
    }

    @Override
    public Projections projections() {
        return projections;
    }

    @Override
    public Stream<StreamInfo> streams(String prefix) {
        return Streams.pages(
                after -> Streams.list(
                        ask(client -> client.streams(after, prefix.isEmpty() ? null : prefix, Streams.PAGE)),
                        "streams",
                        StreamInfo::of),
                StreamInfo::name);
    }

    @Override
    public StreamInfo stream(String name) {
        return StreamInfo.of(ask(client -> client.stream(name)));
    }

    @Override
    public void deleteStream(String name) {
        ask(client -> client.deleteStream(name));
    }

    @Override
    public JsonNode schema(String stream) {
        return tree(client -> client.schema(stream));
    }

    @Override
    public JsonNode trace(long orderId, int maxEffects) {
        return tree(client -> client.trace(orderId, maxEffects));
    }

    @Override
    public StoreStats stats() {
        return StoreStats.of(tree(PhotonClient::stats));
    }

    @Override
    public Publisher<StoreStats> stats(Duration interval) {
        return publisher(() -> new StatsSource(this::stats, interval));
    }

    @Override
    public void ping() {
        ask(PhotonClient::ping);
    }

    @Override
    public long backup(OutputStream to) {
        return PhotonException.unwrap(pool.alone(client -> client.backup(0, false, (bytes, offset, length) -> {
            try {
                to.write(bytes, offset, length);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        })));
    }

    @Override
    public RestoreReport restore(InputStream backup, RestoreOptions options) {
        return RestoreReport.of(PhotonException.unwrap(pool.alone(client -> client.restore(backup, options))));
    }

    @Override
    public JsonNode verify() {
        byte[][] last = new byte[1][];
        WholeLines lines = new WholeLines(line -> {
            last[0] = line;
            return true;
        });
        PhotonException.unwrap(pool.alone(client -> client.verify(lines)));
        if (last[0] == null) {
            throw new PhotonException(Failure.of(Kind.INTERNAL, "the daemon did not say what it found"));
        }
        return Json.tree(last[0], mapper);
    }

    @Override
    public <T> CompletableFuture<T> async(Function<PhotonConnection, T> requests) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        try {
            threads.begun(() -> {
                try {
                    answer.complete(requests.apply(this));
                } catch (RuntimeException | Error e) {
                    answer.completeExceptionally(e);
                }
            });
        } catch (RejectedExecutionException e) {
            answer.completeExceptionally(new PhotonException(pool.closedNow()));
        }
        return answer;
    }

    @Override
    public void close() {
        threads.close();
        subscriptions.endAll(new PhotonException(pool.closedNow()));
        pool.close();
        factory.close();
    }

    @Override
    public String toString() {
        return "PhotonConnection[" + factory.shown() + "]";
    }
}
