package io.photon.client;

import io.photon.result.Failure.Kind;
import io.photon.result.Result;

/**
 * What can be asked about projections, and what is folded from the log beside them. Part of {@link PhotonClient}, with
 * its rules; over a protocol that cannot ask for something the answer is BAD_INPUT.
 */
public interface ProjectionRequests {

    /** All of them without their values: {@code {"projections":[descriptor, …]}}. */
    default Result<byte[]> projections() {
        return notHere();
    }

    /** The descriptor of one, its current value included, or NOT_FOUND. */
    default Result<Long> projection(String name, ByteSink json) {
        return notHere();
    }

    /**
     * The value of one as JSON.
     *
     * @param key one field of it, or null for all
     * @param at after all events up to this position, or null for now
     */
    default Result<Long> projectionValue(String name, String key, Long at, ByteSink json) {
        return notHere();
    }

    /** How its value differs between two positions: an array of JSON Patch operations. */
    default Result<byte[]> projectionDiff(String name, long from, long to) {
        return notHere();
    }

    /** The first event after which a condition on its value holds, or NOT_FOUND. */
    default Result<byte[]> bisect(String name, String condition) {
        return notHere();
    }

    /** Its descriptor, now and after each change, one a line, until the projection is gone. */
    default Result<Long> projectionUpdates(String name, ByteSink lines) {
        return notHere();
    }

    /**
     * Creates one.
     *
     * @param request {@code {"projection-name","stream-name","language","reduction","initial-value"}}, UTF-8
     * @param replace whether one of that name is replaced; else CONFLICT
     */
    default Result<byte[]> createProjection(byte[] request, boolean replace) {
        return notHere();
    }

    /** Creates one from the text of an EDN file. @param file its name, for messages */
    default Result<byte[]> createProjectionFromEdn(byte[] edn, String file, boolean replace) {
        return notHere();
    }

    /** Deletes one. */
    default Result<byte[]> deleteProjection(String name) {
        return notHere();
    }

    /** Has one start over, stop, or go on. @param change {@code reset}, {@code pause} or {@code resume} */
    default Result<byte[]> changeProjection(String name, String change) {
        return notHere();
    }

    /**
     * Waits until the value covers everything up to a position.
     *
     * @param timeoutMs TIMED_OUT after so long
     */
    default Result<byte[]> awaitProjection(String name, long atLeast, long timeoutMs) {
        return notHere();
    }

    /** The inferred schemas of a stream by schema version, or NOT_FOUND. */
    default Result<byte[]> schema(String stream) {
        return notHere();
    }

    /** What caused an event and what it caused, or NOT_FOUND. @param maxEffects most effects in the answer */
    default Result<byte[]> trace(long orderId, int maxEffects) {
        return notHere();
    }

    private static <T> Result<T> notHere() {
        return Result.err(
                Kind.BAD_INPUT,
                "this cannot be asked over Muon",
                "give the daemon's address over HTTP: --url http://…");
    }
}
