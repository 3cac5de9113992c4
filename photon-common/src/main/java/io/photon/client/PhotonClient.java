package io.photon.client;

import io.photon.result.Result;
import java.io.Closeable;
import java.io.InputStream;

/**
 * What can be asked of a daemon. One request at a time, from one thread; only {@link #cancel()} may come from another.
 *
 * <p>Answers are the daemon's own JSON, byte for byte; streams of lines go to a {@link ByteSink} as they arrive, and a
 * sink that is slow slows the daemon down (the socket's own back-pressure), it costs no memory. Every failure is a
 * value that names the url and, where there was one, the wait in ms. An answer that ends before its end is a failure.
 */
public interface PhotonClient extends ProjectionRequests, ObservationRequests, Closeable {

    /**
     * Appends one event.
     *
     * @param event one JSON object, UTF-8
     * @return {@code {"order-id","event-time","durability"}}, or BAD_INPUT, TOO_LARGE, CONFLICT, NO_SPACE, …
     */
    Result<byte[]> emit(byte[] event, EmitOptions options);

    /**
     * Appends a stream of events while the answers come back: an answer line per input line, in order.
     *
     * @param lines NDJSON; read on a thread of its own until its end, and closed
     * @param answers gets the answer lines; those that begin with {@code {"error"} are refusals
     * @return how many bytes were answered; Err only when the request as a whole failed
     */
    Result<Long> emitLines(InputStream lines, EmitOptions options, ByteSink answers);

    /**
     * Plays events as NDJSON, one canonical line each. Between the events of a replay that goes on there may be signs of
     * life: empty lines, and {@code {"position":N}}, which says that everything wanted up to there was delivered.
     *
     * @return how many bytes came, when the replay completed
     */
    Result<Long> replay(ReplayQuery query, ByteSink lines);

    /**
     * One page of streams in the order of their names.
     *
     * @param after list what comes behind this name; null for the start
     * @param prefix only names that begin so; null for all
     * @param limit 1 to 10,000
     * @return {@code {"streams":[{"stream-name","total-events",…}]}}
     */
    Result<byte[]> streams(String after, String prefix, int limit);

    /** One stream as a listing shows it, or NOT_FOUND. */
    Result<byte[]> stream(String name);

    /** One event, its canonical line, or NOT_FOUND. */
    Result<byte[]> event(String stream, long orderId);

    /** Deletes a stream's events for good; NOT_FOUND, or DENIED for an internal one. */
    Result<byte[]> deleteStream(String name);

    /**
     * Streams a backup: canonical lines up to the head at the start, then the trailer.
     *
     * @param from inclusive lower bound as an order-id, 0 for everything
     * @param skipDamaged whether damage is left out and named in the trailer; else the backup fails there
     */
    Result<Long> backup(long from, boolean skipDamaged, ByteSink lines);

    /**
     * Sends backups to be restored, all or nothing.
     *
     * @param backup NDJSON, not compressed; read on a thread of its own until its end, and closed
     * @return {@code {"restored","skipped","deleted","head"}}, or VERIFICATION_FAILED, CONFLICT, …
     */
    Result<byte[]> restore(InputStream backup, RestoreOptions options);

    /** Lets the daemon check its store; progress and the final result as NDJSON. */
    Result<Long> verify(ByteSink lines);

    /** Whether the daemon answers and accepts who we are: {@code {"auth":"ok"}}. */
    Result<byte[]> ping();

    /** Breaks off whatever is under way; it then fails. Thread-safe. */
    void cancel();

    /** Lets the connection go. */
    @Override
    void close();
}
