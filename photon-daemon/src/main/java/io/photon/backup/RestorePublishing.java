// SPDX-License-Identifier: Apache-2.0
package io.photon.backup;

import io.photon.log.EventLog;
import io.photon.result.Failure;
import io.photon.result.Fault;
import io.photon.result.Result;
import io.photon.store.Staging;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The last step of a restore: what is staged becomes part of the log, all of it or nothing. */
final class RestorePublishing {

    private static final long LIMIT_SECONDS = 600;

    private RestorePublishing() {}

    /**
     * Publishes, and waits for it.
     *
     * @param repeated what happens when the same restore is run again after an unknown outcome, for the hint
     * @return the log's head afterwards
     */
    static Result<Long> publish(EventLog log, Staging staging, EventLog.PublishCheck check, String repeated) {
        try {
            return log.publish(staging, check).get(LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return unknownOutcome("the wait for publishing was interrupted", repeated);
        } catch (TimeoutException e) {
            return unknownOutcome("publishing took longer than " + LIMIT_SECONDS + " s", repeated);
        } catch (ExecutionException e) {
            return unknownOutcome("publishing failed: " + Fault.words(e), repeated);
        }
    }

    private static Result<Long> unknownOutcome(String message, String repeated) {
        return Result.err(Failure.outcomeUnknown(message, repeated));
    }
}
