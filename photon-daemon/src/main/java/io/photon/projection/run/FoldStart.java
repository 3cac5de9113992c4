// SPDX-License-Identifier: Apache-2.0
package io.photon.projection.run;

import io.photon.event.Event;
import io.photon.log.EventLog;
import io.photon.log.LogException;
import io.photon.projection.Descriptor.LastError;
import io.photon.projection.schedule.Stay;
import io.photon.projection.spi.ReductionException;
import io.photon.result.Failure;
import io.photon.result.Result;
import io.photon.store.Snapshots;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How the start of a fold went: the reducer was loaded, and the newest snapshot that still counts was read.
 *
 * @param fold null when the reducer could not be made
 * @param last the event that the snapshot's value ends with; null when there is none
 * @param lacks why it is to be tried again later, null when nothing is lacking
 * @param error why it has failed, null when it has not
 */
record FoldStart(
        @Nullable Fold fold,
        @Nullable Event last,
        @Nullable String lacks,
        @Nullable LastError error) {

    /** @param trouble tells lacks from faults of the code */
    static FoldStart of(
            CompiledDefinition plan,
            Snapshots snapshots,
            EventLog log,
            LongSupplier nanos,
            Stay stay,
            Trouble trouble) {
        Result<Fold> made = Fold.begin(plan, snapshots, nanos, stay);
        if (made instanceof Result.Err<Fold> err) {
            Failure failure = err.failure();
            if (failure.kind() == Failure.Kind.OVERLOADED) {
                return new FoldStart(null, null, failure.message(), null);
            }
            snapshots.erase();
            return new FoldStart(null, null, null, Fold.error(failure));
        }
        Fold fold = made.value();
        try {
            return new FoldStart(fold, SnapshotCheck.begin(fold, snapshots, log, plan), null, null);
        } catch (LogException e) {
            return new FoldStart(fold, null, e.getMessage(), null);
        } catch (ReductionException e) {
            String why = "the initial value cannot be used: " + e.getMessage();
            return trouble.isPassing(e)
                    ? new FoldStart(fold, null, why, null)
                    : new FoldStart(fold, null, null, new LastError(why, e.scriptStack(), 0, 0));
        }
    }
}
