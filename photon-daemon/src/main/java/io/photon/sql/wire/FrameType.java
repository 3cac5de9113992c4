// SPDX-License-Identifier: Apache-2.0
package io.photon.sql.wire;

/** What a frame is about. The order is the number on the wire: both sides are of the same build. */
public enum FrameType {
    /** To the process: a {@link WireQuestion}. */
    QUESTION,
    /** To the process: what was asked for, or why there is none. */
    GIVEN,
    /** From the process: it is ready for a question. */
    READY,
    /** From the process: events are needed. */
    WANT_EVENTS,
    /** From the process: a page of streams is needed. */
    WANT_STREAMS,
    /** From the process: the value of a projection is needed. */
    WANT_VALUE,
    /** From the process: the names of the projections are needed. */
    WANT_NAMES,
    /** From the process: bytes of the answer. */
    CHUNK,
    /** From the process: the answer is whole. */
    DONE,
    /** From the process: there is no answer, or no more of it. */
    FAILED
}
