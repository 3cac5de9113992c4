// SPDX-License-Identifier: Apache-2.0
package io.photon.sql.wire;

import io.photon.result.Failure;

/** What both sides may have to say. Pure. */
public final class SqlFailures {

    private SqlFailures() {}

    /** The time of a query is over: H2 has noticed, or its process was ended. */
    public static Failure timedOut(long timeoutMs) {
        return Failure.of(
                Failure.Kind.TIMED_OUT,
                "the query took longer than " + (timeoutMs % 1_000 == 0 ? timeoutMs / 1_000 + " s" : timeoutMs + " ms"),
                "read less, such as one stream or a range of order-ids, or allow more: --timeout, sql.timeout");
    }
}
