// SPDX-License-Identifier: Apache-2.0
package io.photon.migration;

import io.photon.codec.JsonWriter;
import java.util.concurrent.TimeUnit;

/**
 * What a run has done.
 *
 * @param dryRun whether nothing was changed
 * @param found events that were there already, and are the same
 * @param copied events that were copied, or would be
 * @param events visible events on both sides; 0 of a dry run
 * @param streams streams on both sides; 0 of a dry run
 * @param head the highest order-id
 * @param sum of all streams, see {@link StreamProof}; empty of a dry run
 * @param pausedNanos how long writers stood still until all was proved; -1 when they did not
 */
public record Moved(
        boolean dryRun, long found, long copied, long events, long streams, long head, String sum, long pausedNanos) {

    /** As an answer. @param from the source @param to the target, in words */
    public byte[] json(String from, String to) {
        JsonWriter json = new JsonWriter(300)
                .object()
                .field("from", from)
                .field("to", to)
                .field("found", found)
                .field(dryRun ? "to-copy" : "copied", copied);
        if (!dryRun) {
            json.field("streams", streams).field("events", events);
        }
        json.field("head", head);
        if (!dryRun) {
            json.field("sum", sum).field("identical", true);
        }
        if (pausedNanos >= 0) {
            json.field("writers-stopped-ms", TimeUnit.NANOSECONDS.toMillis(pausedNanos));
        }
        return json.endObject().bytes();
    }
}
