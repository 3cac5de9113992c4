// SPDX-License-Identifier: Apache-2.0
package io.photon.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Stream;
import org.reactivestreams.Publisher;

/**
 * An event store as a program sees it. Thread-safe: one for the whole program, from which any number of requests and
 * subscriptions go on side by side, each over a way of its own. From {@link PhotonClients#connect}.
 *
 * <p>Methods that answer a value wait for it and throw {@link PhotonException}; {@link #async} runs any of them on another
 * thread.
 *
 * <p>Publishers begin anew for each subscriber and call it from a thread of its own, on which it may take its time: nothing
 * is read from the network but what was asked for and one buffer more, so that a slow subscriber slows the daemon and needs no
 * memory. Errors are {@link PhotonException}s. A cancellation takes effect at once.
 */
public interface PhotonConnection extends AutoCloseable {

    /** Stores an event; once it is answered, it is safe. A CONFLICT means that its local-id stands for another event. */
    default EmitAnswer emit(NewEvent event) {
        return emit(event, EmitOptions.PLAIN);
    }

    /**
     * The same under a condition.
     *
     * @throws PhotonException CONFLICT when the stream does not end where it was expected; OUTCOME_UNKNOWN when the answer
     *     was lost and the event has no local-id, so that it may be stored or not
     */
    EmitAnswer emit(NewEvent event, EmitOptions options);

    /** The same without waiting. The future fails with a {@link PhotonException}. */
    default CompletableFuture<EmitAnswer> emitAsync(NewEvent event) {
        return async(photon -> photon.emit(event));
    }

    /**
     * Stores events, over one way, without waiting for each; by far the fastest. An event that is refused does not stop the
     * others.
     *
     * @return an outcome for each event, in order
     * @throws PhotonException when the whole broke off: some may be stored; with local-ids it is safe to send all again
     */
    List<EmitOutcome> emitAll(Iterable<NewEvent> events);

    /**
     * The same for any number of events: an outcome for each, in order. Events are asked for as fast as they are stored and
     * their outcomes are taken. The events are subscribed to when the outcomes are. A producer that gives none for ten minutes
     * ends it (TIMED_OUT).
     */
    Publisher<EmitOutcome> emitAll(Publisher<? extends NewEvent> events);

    /** Stores all of these or none; at most 1,000 events. Over HTTP. @return a place for each, in order */
    List<EmitAnswer> emitAtomically(List<NewEvent> events);

    /** Plays events. One that ends completes; one that goes on with what arrives does not by itself. */
    Publisher<StoredEvent> replay(ReplayRequest request);

    /**
     * Plays events for a thread that waits for them; {@link PhotonException} comes out of the stream's methods.
     *
     * @return close it, for it holds a connection
     */
    Stream<StoredEvent> events(ReplayRequest request);

    /** One event. @throws PhotonException NOT_FOUND */
    StoredEvent event(String stream, long orderId);

    /** The state of a projection now and after each change, until it is deleted. Of quick changes the last one counts. */
    Publisher<ProjectionState> updates(String projection);

    /** Projections: folds of streams into values. */
    Projections projections();

    /** Streams in the order of their names, read page by page. @param prefix of their names, empty for all */
    Stream<StreamInfo> streams(String prefix);

    /** One stream. @throws PhotonException NOT_FOUND */
    StreamInfo stream(String name);

    /** Deletes a stream's events for good. @throws PhotonException NOT_FOUND; DENIED for an internal one */
    void deleteStream(String name);

    /** The inferred schemas of a stream by schema version. @throws PhotonException NOT_FOUND */
    JsonNode schema(String stream);

    /** What caused an event and what it caused. @param maxEffects most effects in the answer */
    JsonNode trace(long orderId, int maxEffects);

    /** The daemon's counters and gauges. */
    StoreStats stats();

    /** The same, now and again. @param interval between the beginnings of two readings; more for a slow subscriber */
    Publisher<StoreStats> stats(Duration interval);

    /** Whether the daemon answers and accepts who we are. @throws PhotonException UNREACHABLE, NOT_AUTHENTICATED, … */
    void ping();

    /** Writes a backup of everything; the stream stays open. @return bytes written, once the backup is whole */
    long backup(OutputStream to);

    /** Restores a backup, all or nothing; the stream is closed. @throws PhotonException VERIFICATION_FAILED, CONFLICT, … */
    RestoreReport restore(InputStream backup, RestoreOptions options);

    /** Lets the daemon check its store. @return its result; {@code ok} is false when it found damage */
    JsonNode verify();

    /** Runs requests on another thread; with {@link PhotonOptions#atOnce} of them under way and 1,000 waiting, on this one. */
    <T> CompletableFuture<T> async(Function<PhotonConnection, T> requests);

    /** Ends whatever is under way, which then fails. Idempotent. */
    @Override
    void close();
}
