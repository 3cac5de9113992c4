// SPDX-License-Identifier: Apache-2.0
package io.photon.api;

import io.photon.question.Asked;
import io.photon.question.BackupQuestions;
import io.photon.question.Params;
import io.photon.result.Failure;
import io.photon.result.Result;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Questions that read the whole store. */
final class BackupUseCases {

    private final PhotonApi api;
    private final AtomicBoolean verifying = new AtomicBoolean();

    BackupUseCases(PhotonApi api) {
        this.api = api;
    }

    void fill(UseCases table) {
        table.add(BackupQuestions.BACKUP, Access.BACKUP, this::backup)
                .add(BackupQuestions.VERIFY, Access.VERIFY, this::verify);
    }

    private Result<Answer> backup(Caller caller, Asked asked) {
        return api.backup(caller, asked.orNull(Params.SINCE), asked.is(Params.SKIP_DAMAGED))
                .map(Answer.Chunks::new);
    }

    /** One at a time for each door: it reads the whole store. */
    private Result<Answer> verify(Caller caller, Asked asked) {
        if (!verifying.compareAndSet(false, true)) {
            return Result.err(Failure.Kind.OVERLOADED, "a verification is running already", "wait until it is done");
        }
        return Result.ok(new Answer.Told(new Verification()));
    }

    private final class Verification implements Answer.Work {
        @Override
        public void run(BooleanSupplier idle, Consumer<String> lines) {
            try {
                VerifyReport report = new VerifyReport(idle, lines);
                report.conclude(api.verify(report));
            } finally {
                verifying.set(false); // before the answer ends: its reader may ask for the next one
            }
        }

        @Override
        public void drop() {
            verifying.set(false);
        }
    }
}
