// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.bench;

import io.photon.result.Result;
import java.util.List;

/** What is done to the daemon. Its methods are called in this order, by one thread. */
interface Workload {

    /** What a latency of this load is the time of. */
    String latencyOf();

    /** Opens clients and stores what must be there. */
    Result<Boolean> prepare();

    /** Work until the sign to stop, a thread each. Other threads are the load's own affair. */
    List<Runnable> work();

    /** After the measurement: waits for what is still to come, and counts what did not come. */
    default Result<Boolean> finish() {
        return Result.ok(true);
    }

    /** Whether what is under way at the sign to stop is broken off, rather than waited for. */
    default boolean isBrokenOff() {
        return false;
    }

    /** More that was found, as fields for the result. */
    default List<Fact> facts() {
        return List.of();
    }

    /**
     * Something found that only this load knows.
     *
     * @param name as in JSON
     * @param json its value
     * @param words the same for people
     */
    record Fact(String name, String json, String words) {}
}
