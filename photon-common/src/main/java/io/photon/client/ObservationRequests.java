// SPDX-License-Identifier: Apache-2.0
package io.photon.client;

import io.photon.question.AdminQuestions;
import io.photon.question.Params;
import io.photon.result.Result;
import org.jspecify.annotations.Nullable;

/** Short ways to ask what is asked by those who watch a daemon. Part of {@link PhotonClient}, with its rules. */
public interface ObservationRequests extends QuestionClient {

    /** The daemon's counters and gauges. */
    default Result<byte[]> stats() {
        return ask(AdminQuestions.STATS.ask());
    }

    /**
     * Warnings, errors and refused logins of the daemon, oldest first.
     *
     * @param after only what came after the entry of this number; 0 for all that is kept
     * @param limit at most this many, the newest; 1 to 1,000
     * @return {@code {"entries":[{"number","time","first-time","count","level","source","message"}],"last":N}}, or DENIED
     */
    default Result<byte[]> log(long after, int limit) {
        return ask(AdminQuestions.LOG.ask().with(Params.AFTER_ENTRY, after).with(Params.MOST_ROWS, (long) limit));
    }

    /**
     * Who reads events now.
     *
     * @param after in the order of their ids, those after this one; null for those that are furthest from the head, first
     * @param limit 1 to 1,000
     * @return {@code {"subscribers":[…],"total":N,"slow":N}}, or DENIED
     */
    default Result<byte[]> subscribers(@Nullable Long after, int limit) {
        return ask(AdminQuestions.SUBSCRIBERS.ask().with(Params.AFTER_ID, after).with(Params.MOST_ROWS, (long) limit));
    }

    /**
     * The streams that got most events in the last minute, the busiest first.
     *
     * @param limit 1 to 500
     * @return {@code {"seconds":N,"streams":[{"stream-name",…,"recent-events"}]}}
     */
    default Result<byte[]> busiest(int limit) {
        return ask(AdminQuestions.BUSIEST_STREAMS.ask().with(Params.MOST_ROWS, (long) limit));
    }
}
