// SPDX-License-Identifier: Apache-2.0
package io.photon.api;

import io.photon.question.Asked;
import io.photon.question.Question;
import io.photon.result.Result;

/**
 * A row of {@link UseCases}: who may ask a question, and what answers it. Immutable.
 *
 * @param access what a caller needs
 */
record UseCase(Question question, Access access, Function function) {

    /** Answers; thread-safe. */
    interface Function {
        /** @param caller who may ask it */
        Result<Answer> apply(Caller caller, Asked asked);
    }
}
