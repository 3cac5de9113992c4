// SPDX-License-Identifier: Apache-2.0
package io.photon.client;

import io.photon.question.Asked;
import io.photon.result.Result;

/** Asks the questions of {@link io.photon.question.Questions}. Part of {@link PhotonClient}, with its rules. */
public interface QuestionClient {

    /**
     * Asks a question whose answer is held whole.
     *
     * @return the daemon's own JSON, byte for byte; BAD_INPUT over a protocol that cannot ask it, or of a store that cannot
     *     be asked
     */
    Result<byte[]> ask(Asked asked);

    /**
     * Asks a question whose answer may be long, or never end.
     *
     * @param answer gets the JSON, of lines one object each, as it arrives
     * @return how many bytes came
     */
    Result<Long> ask(Asked asked, ByteSink answer);
}
