// SPDX-License-Identifier: Apache-2.0
package io.photon.client;

import io.photon.result.Result;
import java.io.Closeable;
import java.io.InputStream;

/**
 * What can be asked of a daemon. One request at a time, from one thread; only {@link #cancel()} may come from another.
 *
 * <p>Most of it is a question of {@link io.photon.question.Questions}; what many ask has a short way of its own. Answers are the daemon's own JSON, byte for byte; streams of lines go to a {@link ByteSink} as they arrive, and a
 * sink that is slow slows the daemon down (the socket's own back-pressure), it costs no memory. Every failure is a
 * value that names the url and, where there was one, the wait in ms. An answer that ends before its end is a failure.
 */
public interface PhotonClient extends StreamRequests, ProjectionRequests, ObservationRequests, Closeable {

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
     * @param answers gets the answer lines; those with a field {@code error} are refusals
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
     * Creates a projection.
     *
     * @param request {@code {"projection-name","stream-name","language","reduction","initial-value"}}, UTF-8
     * @param replace whether one of that name is replaced; else CONFLICT
     */
    Result<byte[]> createProjection(byte[] request, boolean replace);

    /** Creates a projection from the text of an EDN file. @param file its name, for messages */
    Result<byte[]> createProjectionFromEdn(byte[] edn, String file, boolean replace);

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

    /**
     * Sends the events of a file as a stream of their own, all or nothing.
     *
     * @param stream its name; a taken one gets {@code -0}, {@code -1} … after it
     * @param events read on a thread of its own until its end, and closed
     * @param isPev whether they are gzip of one EDN map a line; else lines of JSON, or one array
     * @param partial whether what stands before the first bad line is stored
     * @return {@code {"status","stream-name","events"}}, or BAD_INPUT with the first bad line, …
     */
    Result<byte[]> newStream(String stream, InputStream events, boolean isPev, boolean partial);

    /**
     * Asks a query in SQL.
     *
     * @param request {@code {"sql","args","fresh","timeout","max-rows"}}, UTF-8
     * @param lines whether an object for each row and one with facts is wanted; else one object
     * @param answer gets it as it arrives; of one that is broken off, the last line says why
     * @return how many bytes came; BAD_INPUT over Muon
     */
    Result<Long> sql(byte[] request, boolean lines, ByteSink answer);

    /** Breaks off whatever is under way; it then fails. Thread-safe. */
    void cancel();

    /** Lets the connection go. */
    @Override
    void close();
}
