// SPDX-License-Identifier: Apache-2.0
package io.photon.muon.stack.client;

import io.photon.muon.wire.EventResult;
import io.photon.muon.wire.Steps;
import io.photon.result.Excerpt;
import io.photon.result.Failure;
import io.photon.result.Failure.Kind;
import io.photon.result.Result;

/** An event to be stored (docs/muon-protocol section 8). */
public final class EmitQuestion {

    private EmitQuestion() {}

    /** Asks; the answer is of an event that is stored. @param event one JSON object with hyphenated keys, UTF-8 */
    public static MuonQuestion<EventResult> of(byte[] event) {
        return new MuonQuestion<>(
                Outgoing.of(Steps.EVENT, Steps.EVENT_EMITTED, event),
                message -> EventResult.decode(message.payload()).then(EmitQuestion::stored));
    }

    private static Result<EventResult> stored(EventResult result) {
        if (result.persisted()) {
            return Result.ok(result);
        }
        Kind kind = Kind.of(result.code(), Kind.BAD_INPUT); // which a store means that says no more
        return Result.err(Failure.of(kind, Excerpt.of(result.cause(), Problems.LONGEST_TEXT)));
    }
}
