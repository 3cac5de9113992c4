package io.photon.client.muon;

import io.photon.muon.stack.client.IntrospectQuestion;
import io.photon.muon.stack.client.Question;
import io.photon.muon.stack.client.RpcQuestion;
import io.photon.muon.stack.client.Subscription;
import io.photon.muon.stack.client.Subscription.Signal;
import io.photon.muon.transport.Channel;
import io.photon.muon.transport.Discovery;
import io.photon.muon.transport.ServiceDescriptor;
import io.photon.muon.transport.Transport;
import io.photon.muon.wire.MessageIds;
import io.photon.muon.wire.MessageWriter;
import io.photon.muon.wire.RpcResponse;
import io.photon.muon.wire.SharedMessage;
import io.photon.result.Failure;
import io.photon.result.Failure.Kind;
import io.photon.result.Result;
import java.io.Closeable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/**
 * Any services of a Muon network: who is there, what they offer, their endpoints and streams. One request at a time,
 * from one thread; only {@link #cancel()} may come from another. Nothing is connected before the first request. Every
 * failure is a value.
 */
public final class MuonNetwork implements Closeable {

    /**
     * Two periods of announcements and a little more (docs/muon-protocol 4.1): who was not heard by then is not there.
     */
    private static final long DISCOVERY_MS = 7_000;

    /** How often a wait looks up whether it is still wanted. */
    private static final long GLANCE_MS = 50;

    /** Who is there has answered a handshake by then, so that discovery may be believed. */
    private static final long HANDSHAKE_GRACE_MS = 500;

    private static final long CONNECT_MS = 10_000;

    private static final Failure BROKEN_OFF = Failure.of(Kind.UNREACHABLE, "broken off");

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

    private final MuonSettings settings;
    private final Connector connector;
    private final MessageWriter writer;
    private final Map<String, Socket> sockets = new HashMap<>();
    private final CompletableFuture<Void> cancelled = new CompletableFuture<>();
    private Transport transport;

    public MuonNetwork(MuonSettings settings, Connector connector) {
        this.settings = settings;
        this.connector = connector;
        this.writer = new MessageWriter("photon-cli-" + MessageIds.next(), System::currentTimeMillis, MessageIds::next);
    }

    Patience patience() {
        return new Patience(settings.timeoutMs(), settings.answerMs(), this::obstacle);
    }

    private String obstacle() {
        Transport now = transport;
        return now == null ? null : now.obstacle();
    }

    /** The services that are there, by name; takes until the picture is complete. */
    public Result<List<ServiceDescriptor>> services() {
        Patience patience = patience();
        return connected(patience).then(to -> {
            Discovery discovery = to.discovery();
            Failure unready = awaitReady(discovery, patience, () -> false);
            if (unready == null && obstacle() != null) { // nor do others announce themselves
                unready = patience.late("complete list of services at " + settings.shown());
            }
            return unready != null ? Result.err(unready) : Result.ok(discovery.services());
        });
    }

    /** Waits until discovery is complete or something else is true; null when so, or why the wait was in vain. */
    private Failure awaitReady(Discovery discovery, Patience patience, BooleanSupplier found) {
        long endMs = patience.waitedMs() + DISCOVERY_MS;
        while (!found.getAsBoolean() && !discovery.awaitReady(GLANCE_MS)) {
            if (cancelled.isDone() || Thread.currentThread().isInterrupted()) {
                return BROKEN_OFF;
            }
            if (!transport.connectivity().connected()) {
                return Failure.of(
                        Kind.UNREACHABLE,
                        settings.shown() + ": " + transport.connectivity().detail(),
                        "see whether the broker runs, then try again");
            }
            if (patience.isOver()) {
                return patience.late("complete list of services at " + settings.shown());
            }
            if (patience.waitedMs() > endMs) {
                return null; // nobody is heard, which is an answer too
            }
        }
        return null;
    }

    /**
     * The event store's name: the one in the settings, else {@code photon}, else of whoever has the tag
     * (docs/muon-protocol 4.6).
     */
    Result<String> findStore() {
        if (settings.service() != null) {
            return Result.ok(settings.service());
        }
        Result<Socket> named = socket("photon", patience());
        if (named instanceof Result.Err<Socket> err) {
            return err.failure().kind() == Kind.NOT_FOUND ? findByTag() : Result.err(err.failure());
        }
        return Result.ok("photon");
    }

    private Result<String> findByTag() {
        return search(service -> service.tags().contains("eventstore")).then(stores -> {
            List<String> names = stores.stream()
                    .map(ServiceDescriptor::identifier)
                    .distinct()
                    .toList();
            if (names.isEmpty()) {
                return Result.err(notThere("no event store"));
            }
            if (names.size() > 1) {
                return Result.err(
                        Kind.BAD_INPUT,
                        "there are " + names.size() + " event stores at " + settings.shown() + ": "
                                + String.join(", ", names),
                        "say which with --service NAME (with emit: --muon-service NAME)");
            }
            return Result.ok(names.get(0));
        });
    }

    /** Those that fit, as soon as there is one; none only when the picture is complete. */
    private Result<List<ServiceDescriptor>> search(Predicate<ServiceDescriptor> wanted) {
        Patience patience = patience();
        return connected(patience).then(to -> {
            Discovery discovery = to.discovery();
            Failure unready = awaitReady(
                    discovery, patience, () -> discovery.services().stream().anyMatch(wanted));
            return unready != null
                    ? Result.err(unready)
                    : Result.ok(discovery.services().stream().filter(wanted).toList());
        });
    }

    private Failure notThere(String what) {
        List<ServiceDescriptor> known = transport.discovery().services();
        return Failure.of(
                Kind.NOT_FOUND,
                what + " at " + settings.shown()
                        + (known.isEmpty() ? "; no service is there" : "; there are: " + names(known)),
                "see who is there with photon discover; a service shows up within 3 s of its start");
    }

    private static String names(List<ServiceDescriptor> services) {
        return String.join(
                ", ",
                services.stream().map(ServiceDescriptor::identifier).limit(20).toList());
    }

    /** What a service speaks and offers. */
    public Result<IntrospectQuestion.Answer> introspect(String service) {
        return ask(service, IntrospectQuestion.of(), patience());
    }

    /**
     * Calls an endpoint. An answer with another status than 200 is an answer too.
     *
     * @param path with its leading slash
     * @param body JSON, empty for no argument
     */
    public Result<RpcResponse> rpc(String service, String path, byte[] body) {
        return ask(service, RpcQuestion.of(service, path, body, settings.token()), patience());
    }

    /** The same for what takes long. @param answerMs how long the answer may take */
    Result<RpcResponse> rpc(String service, String path, byte[] body, long answerMs) {
        Patience patience = patience().anew(settings.timeoutMs(), answerMs);
        return ask(service, RpcQuestion.of(service, path, body, settings.token()), patience);
    }

    private <T> Result<T> ask(String service, Question<T> question, Patience patience) {
        return socket(service, patience).then(socket -> {
            Asking<T> asking = new Asking<>(question);
            socket.begin(asking);
            return patience.await(asking.answer(), "answer of '" + service + "'");
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
        Patience patience = patience();
        return socket(service, patience).then(socket -> {
            Feed feed = new Feed(new Subscription(path, args, settings.token()));
            feed.begin(socket);
            boolean over = false;
            try {
                Result<Long> result = play(feed, items, patience, service);
                over = true;
                return result;
            } finally {
                feed.cancel(); // of no effect once the other side has ended it
                if (!over) {
                    close(); // whoever took the items has failed
                }
            }
        });
    }

    private Result<Long> play(Feed feed, Items items, Patience patience, String service) {
        long count = 0;
        boolean opened = false;
        while (true) {
            long waitMs = patience.leftMs(opened ? Long.MAX_VALUE : settings.answerMs());
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
                return Result.err(patience.late((opened ? "end of the stream" : "answer") + " of '" + service + "'"));
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

    /**
     * The socket to a service, opened when there is none (docs/muon-protocol section 3). It is asked at once, for who
     * is there answers sooner than discovery knows of it; NOT_FOUND when discovery is sure that nobody is.
     */
    Result<Socket> socket(String service, Patience patience) {
        synchronized (sockets) {
            Socket known = sockets.get(service);
            if (known != null && known.isOpen()) {
                return Result.ok(known);
            }
        }
        return connected(patience).then(to -> {
            Result<Socket> opened = open(to, service, patience);
            if (opened instanceof Result.Err<Socket> err
                    && err.failure().kind() == Kind.TIMED_OUT
                    && obstacle() == null) {
                // Nobody answered: who is not there, or who has just come?
                Failure unready = awaitReady(to.discovery(), patience, () -> spelled(to, service) != null);
                String spelled = spelled(to, service);
                if (unready == null && spelled == null) {
                    return Result.err(notThere("no service '" + service + "'"));
                }
                return unready != null || patience.isOver() ? opened : open(to, spelled, patience);
            }
            return opened;
        });
    }

    private Result<Socket> open(Transport to, String service, Patience patience) {
        Socket socket = new Socket(service, writer);
        CompletableFuture<Result<Channel>> opening = broken(to.open(service, SharedMessage.PROTOCOL, socket));
        long sinceMs = patience.waitedMs();
        while (!isDone(opening, patience)) {
            boolean sure = patience.waitedMs() - sinceMs > HANDSHAKE_GRACE_MS
                    && to.discovery().awaitReady(0);
            if (patience.isOver() || (sure && spelled(to, service) == null)) {
                break;
            }
            String other = sure ? spelled(to, service) : service;
            if (!other.equals(service)) {
                return open(to, other, patience);
            }
        }
        if (!opening.isDone()) {
            opening.thenAccept(late -> late.then(channel -> {
                channel.close();
                return late;
            }));
            return Result.err(patience.late("answer to the handshake with '" + service + "'"));
        }
        return opening.join().then(channel -> {
            socket.opened(channel);
            synchronized (sockets) {
                sockets.put(service, socket);
            }
            if (cancelled.isDone()) {
                socket.end(BROKEN_OFF);
            }
            return Result.ok(socket);
        });
    }

    private static boolean isDone(CompletableFuture<?> future, Patience patience) {
        try {
            future.get(Math.max(1, patience.leftMs(GLANCE_MS)), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        } catch (ExecutionException e) {
            throw new IllegalStateException("a handshake's outcome is never a failure of the future", e);
        }
        return true;
    }

    /** A service's name as it announces itself, whatever case it was asked for in; null when nobody does. */
    private static String spelled(Transport to, String service) {
        String otherwise = null;
        for (ServiceDescriptor known : to.discovery().services()) {
            if (known.identifier().equals(service)) {
                return service;
            }
            otherwise = known.identifier().equalsIgnoreCase(service) ? known.identifier() : otherwise;
        }
        return otherwise;
    }

    /** What comes first: the answer, or that nobody wants it any more. */
    private CompletableFuture<Result<Channel>> broken(CompletableFuture<Result<Channel>> opening) {
        return opening.applyToEither(cancelled.thenApply(nothing -> Result.err(BROKEN_OFF)), either -> either);
    }

    private Result<Transport> connected(Patience patience) {
        if (cancelled.isDone()) {
            return Result.err(BROKEN_OFF);
        }
        if (transport != null) {
            return Result.ok(transport);
        }
        Result<Transport> made = connector.connect(Math.max(1, patience.leftMs(CONNECT_MS)));
        if (made instanceof Result.Ok<Transport> ok) {
            transport = ok.value();
        }
        return made instanceof Result.Err<Transport> && patience.isOver()
                ? Result.err(patience.late("connection to " + settings.shown()))
                : made;
    }

    /** Breaks off whatever is under way; it then fails, and so does whatever is asked later. Thread-safe. */
    public void cancel() {
        cancelled.complete(null);
        synchronized (sockets) {
            sockets.values().forEach(socket -> socket.end(BROKEN_OFF));
        }
    }

    /** Says goodbye and lets the connection go. */
    @Override
    public void close() {
        synchronized (sockets) {
            sockets.values().forEach(Socket::close);
            sockets.clear();
        }
        if (transport != null) {
            transport.close();
        }
    }
}
