// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.history;

import io.photon.codec.JsonWriter;
import java.util.List;

/**
 * What a check has found.
 *
 * @param operations events that clients asked to store, each counted once however often it was sent
 * @param ok of these, those that were answered as stored
 * @param failed those that were refused each time
 * @param unknown those of which no client can tell
 * @param unknownStored of these, those that are stored
 * @param stored events of the log, in the streams of the history
 * @param readers who read
 * @param reads events that they read
 * @param total how many violations there are
 * @param violations the first ones
 */
public record Verdict(
        long operations,
        long ok,
        long failed,
        long unknown,
        long unknownStored,
        long stored,
        long readers,
        long reads,
        long total,
        List<Violation> violations) {

    /** Whether everything fits together. */
    public boolean isCorrect() {
        return total == 0;
    }

    /** As an answer. */
    public byte[] json() {
        JsonWriter json = new JsonWriter(400)
                .object()
                .field("correct", isCorrect())
                .field("operations", operations)
                .field("ok", ok)
                .field("failed", failed)
                .field("unknown", unknown)
                .field("unknown-stored", unknownStored)
                .field("stored", stored)
                .field("readers", readers)
                .field("reads", reads)
                .field("violations", total);
        if (!isCorrect()) {
            json.field("first").array();
            violations.forEach(violation -> violation.write(json));
            json.endArray();
        }
        return json.endObject().bytes();
    }
}
