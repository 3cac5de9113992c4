package io.photon.client;

import io.photon.result.Result;

/**
 * What can be asked about projections, and what is folded from the log beside them. Part of {@link PhotonClient}, with
 * its rules; over a protocol that cannot ask for something, or of a store that cannot, the answer is BAD_INPUT.
 */
public interface ProjectionRequests {

    /** All of them without their values: {@code {"projections":[descriptor, …]}}. */
    Result<byte[]> projections();

    /** The descriptor of one, its current value included, or NOT_FOUND. */
    Result<Long> projection(String name, ByteSink json);

    /**
     * The value of one as JSON.
     *
     * @param key one field of it, or null for all
     * @param at after all events up to this order-id, or below 10^14 time in ms; null for now
     */
    Result<Long> projectionValue(String name, String key, Long at, ByteSink json);

    /** How its value differs between two positions: an array of JSON Patch operations. */
    Result<byte[]> projectionDiff(String name, long from, long to);

    /** The first event after which a condition on its value holds, or NOT_FOUND. */
    Result<byte[]> bisect(String name, String condition);

    /** Its descriptor, now and after each change, one a line, until the projection is gone. */
    Result<Long> projectionUpdates(String name, ByteSink lines);

    /**
     * Creates one.
     *
     * @param request {@code {"projection-name","stream-name","language","reduction","initial-value"}}, UTF-8
     * @param replace whether one of that name is replaced; else CONFLICT
     */
    Result<byte[]> createProjection(byte[] request, boolean replace);

    /** Creates one from the text of an EDN file. @param file its name, for messages */
    Result<byte[]> createProjectionFromEdn(byte[] edn, String file, boolean replace);

    /** Deletes one. */
    Result<byte[]> deleteProjection(String name);

    /** Has one start over, stop, or go on. @param change {@code reset}, {@code pause} or {@code resume} */
    Result<byte[]> changeProjection(String name, String change);

    /** Has one that has failed go on after the event at which it failed; CONFLICT when it has not. */
    Result<byte[]> skipEvent(String name);

    /**
     * Waits until the value covers everything up to a position.
     *
     * @param timeoutMs TIMED_OUT after so long
     */
    Result<byte[]> awaitProjection(String name, long atLeast, long timeoutMs);

    /** The inferred schemas of a stream by schema version, or NOT_FOUND. */
    Result<byte[]> schema(String stream);

    /** What caused an event and what it caused, or NOT_FOUND. @param maxEffects most effects in the answer */
    Result<byte[]> trace(long orderId, int maxEffects);
}
