// SPDX-License-Identifier: Apache-2.0
package io.photon.client.muon.network;

import io.photon.muon.stack.client.IntrospectQuestion;
import io.photon.muon.stack.client.MuonQuestion;
import io.photon.muon.stack.client.RpcQuestion;
import io.photon.muon.stack.client.Subscription;
import io.photon.muon.stack.client.Subscription.Signal;
import io.photon.muon.transport.ServiceDescriptor;
import io.photon.muon.wire.RpcResponse;
import io.photon.result.Failure.Kind;
import io.photon.result.Result;
import java.io.Closeable;
import java.util.List;
import java.util.function.Predicate;

/**
 * Any services of a Muon network: who is there, what they offer, their endpoints and streams. One request at a time,
 * from one thread; only {@link #cancel()} may come from another. Nothing is connected before the first request. Every
 * failure is a value.
 */
public final class MuonNetwork implements Closeable {

    /** Gets the items of a stream, in order, from the thread that asked. */
    @FunctionalInterface
    public interface Items {

        /** One item. @return whether more are wanted */
        boolean item(byte[] json);

        /** There is such a stream: items may come. */
        default void opened() {}

        /** Nothing more has arrived for now: a good moment to flush. */
        default void pause() {}
    }

    private static final Predicate<ServiceDescriptor> STORES =
            service -> service.tags().contains("eventstore");

    private final MuonClientSettings settings;
    private final ServiceSockets sockets;

    public MuonNetwork(MuonClientSettings settings, Connector connector) {
        this.settings = settings;
        this.sockets = new ServiceSockets(settings, connector);
    }

    public AnswerDeadline deadline() {
        return new AnswerDeadline(settings.timeoutMs(), settings.answerMs(), sockets::obstacle);
    }

    /** The socket to a service, opened when there is none. */
    public Result<ServiceSocket> socket(String service, AnswerDeadline deadline) {
        return sockets.socket(service, deadline);
    }

    /** The services that are there, by name; takes until the picture is complete. */
    public Result<List<ServiceDescriptor>> services() {
        AnswerDeadline deadline = deadline();
        return sockets.search(deadline).then(search -> search.all(deadline));
    }

    /**
     * The event store's name: the one in the settings, else {@code photon}, else of the service that has the tag
     * (docs/muon-protocol 4.6).
     */
    public Result<String> findStore() {
        if (settings.service() != null) {
            return Result.ok(settings.service());
        }
        Result<ServiceSocket> named = socket("photon", deadline());
        if (named instanceof Result.Err<ServiceSocket> err) {
            return err.failure().kind() == Kind.NOT_FOUND ? findByTag() : Result.err(err.failure());
        }
        return Result.ok("photon");
    }

    private Result<String> findByTag() {
        AnswerDeadline deadline = deadline();
        return sockets.search(deadline)
                .then(search -> search.first(STORES, deadline).then(stores -> {
                    List<String> names = stores.stream()
                            .map(ServiceDescriptor::identifier)
                            .distinct()
                            .toList();
                    if (names.isEmpty()) {
                        return Result.err(search.notThere("no event store"));
                    }
                    if (names.size() > 1) {
                        return Result.err(
                                Kind.BAD_INPUT,
                                "there are " + names.size() + " event stores at " + settings.shown() + ": "
                                        + String.join(", ", names),
                                "say which with --service NAME (with emit: --muon-service NAME)");
                    }
                    return Result.ok(names.get(0));
                }));
    }

    /** What a service speaks and offers. */
    public Result<IntrospectQuestion.Answer> introspect(String service) {
        return ask(service, IntrospectQuestion.of(), deadline());
    }

    /**
     * Calls an endpoint. An answer with another status than 200 is an answer too.
     *
     * @param path with its leading slash
     * @param body JSON, empty for no argument
     */
    public Result<RpcResponse> rpc(String service, String path, byte[] body) {
        return ask(service, RpcQuestion.of(service, path, body, settings.token()), deadline());
    }

    /** The same for what takes long. @param answerMs how long the answer may take */
    public Result<RpcResponse> rpc(String service, String path, byte[] body, long answerMs) {
        AnswerDeadline deadline = deadline().anew(settings.timeoutMs(), answerMs);
        return ask(service, RpcQuestion.of(service, path, body, settings.token()), deadline);
    }

    private <T> Result<T> ask(String service, MuonQuestion<T> question, AnswerDeadline deadline) {
        return socket(service, deadline).then(socket -> {
            ServiceCall<T> asking = new ServiceCall<>(question);
            socket.begin(asking);
            return deadline.await(asking.answer(), "answer of '" + service + "'");
        });
    }

    /**
     * Plays a stream. The answer's time limit is for its beginning; then the stream may be silent.
     *
     * @param path with its leading slash
     * @param args a JSON object
     * @return how many items came, when the stream completed or no more were wanted
     */
    public Result<Long> stream(String service, String path, String args, Items items) {
        AnswerDeadline deadline = deadline();
        return socket(service, deadline).then(socket -> {
            SubscriptionQueue feed = new SubscriptionQueue(new Subscription(path, args, settings.token()));
            feed.begin(socket);
            boolean over = false;
            try {
                Result<Long> result = play(feed, items, deadline, service);
                over = true;
                return result;
            } finally {
                feed.cancel(); // of no effect once the other side has ended it
                if (!over) {
                    close(); // the consumer of the items has failed
                }
            }
        });
    }

    private Result<Long> play(SubscriptionQueue feed, Items items, AnswerDeadline deadline, String service) {
        long count = 0;
        boolean opened = false;
        while (true) {
            long waitMs = deadline.leftMs(opened ? Long.MAX_VALUE : settings.answerMs());
            Signal signal;
            try {
                if (!feed.hasMore()) {
                    items.pause();
                }
                signal = feed.next(Math.max(0, waitMs));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return Result.err(Kind.TIMED_OUT, "interrupted while playing a stream of '" + service + "'", null);
            }
            if (signal == null) {
                return Result.err(deadline.late((opened ? "end of the stream" : "answer") + " of '" + service + "'"));
            } else if (signal instanceof Signal.Item item) {
                count++;
                if (!items.item(item.json())) {
                    return Result.ok(count);
                }
                feed.taken(true);
            } else if (signal instanceof Signal.Opened) {
                items.opened();
                feed.taken(false);
            } else if (signal instanceof Signal.Completed) {
                return Result.ok(count);
            } else if (signal instanceof Signal.Failed failed) {
                return Result.err(failed.failure());
            }
            opened = true;
        }
    }

    /** Breaks off whatever is under way; it then fails, and so does whatever is asked later. Thread-safe. */
    public void cancel() {
        sockets.cancel();
    }

    /** Says goodbye and closes the connection. */
    @Override
    public void close() {
        sockets.close();
    }
}
