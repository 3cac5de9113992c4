// SPDX-License-Identifier: Apache-2.0
package io.photon.client;

import io.photon.codec.FailureJson;
import io.photon.codec.JsonFields;
import io.photon.result.Failure;
import io.photon.result.Result;

/**
 * What became of one event of many: stored, or refused while the others were stored.
 *
 * @param result the stored event's place, or why it was refused
 */
public record EmitOutcome(Result<EmitAnswer> result) {

    /** Reads one answer. @param json what a daemon answers to an event, e.g. a line of many */
    public static EmitOutcome of(byte[] json) {
        return new EmitOutcome(
                JsonFields.find(json, 0, json.length, "order-id") == null
                        ? Result.err(FailureJson.read(json, Failure.Kind.INTERNAL))
                        : Result.ok(EmitAnswer.of(json)));
    }

    /** Whether it is stored. */
    public boolean isStored() {
        return result instanceof Result.Ok<EmitAnswer>;
    }

    /** Its place. @throws PhotonException when it was refused */
    public EmitAnswer answer() {
        return PhotonException.unwrap(result);
    }
}
