// SPDX-License-Identifier: Apache-2.0
package io.photon.muon.stack.client;

import io.photon.muon.wire.MuonMessage;
import io.photon.result.Failure;
import io.photon.result.Result;
import java.util.function.Function;

/**
 * One question over a virtual channel of its own, and how its one answer is read. Immutable.
 *
 * @param <T> the answer's type
 */
public final class MuonQuestion<T> {

    private final Outgoing asked;
    private final Function<MuonMessage, Result<T>> reader;

    MuonQuestion(Outgoing asked, Function<MuonMessage, Result<T>> reader) {
        this.asked = asked;
        this.reader = reader;
    }

    /** What opens the channel. */
    public Outgoing asked() {
        return asked;
    }

    /** What the first message of the other side means: the answer, or why there is none. Never throws. */
    public Result<T> answer(MuonMessage message) {
        Failure problem = Problems.of(message, asked.protocol());
        return problem != null ? Result.err(problem) : reader.apply(message);
    }
}
