// SPDX-License-Identifier: Apache-2.0
package io.photon.client.http;

import io.photon.result.Failure;
import java.io.IOException;

/** How one sending of a request ended. */
sealed interface Attempt {

    /** A good answer came. @param bytes of its body */
    record Answered(long bytes) implements Attempt {}

    /**
     * The daemon is too busy: come back later.
     *
     * @param bodyBegun whether some of a streamed body is gone and cannot be sent again
     */
    record Busy(Failure failure, long afterSeconds, boolean bodyBegun) implements Attempt {}

    /** The connection, kept from a request before, turned out to be dead before anything came of it. */
    record Stale() implements Attempt {}

    /** It failed in a way that trying again does not help. */
    record Refused(Failure failure) implements Attempt {}

    /** The connection broke, and what became of the request is not known. */
    record Broken(IOException cause) implements Attempt {}

    /** Whether the answer was read to its end, so that the connection may be kept. */
    default boolean isWhole() {
        return this instanceof Answered || this instanceof Busy;
    }
}
