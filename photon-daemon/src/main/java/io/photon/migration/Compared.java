// SPDX-License-Identifier: Apache-2.0
package io.photon.migration;

import io.photon.codec.JsonWriter;
import org.jspecify.annotations.Nullable;

/**
 * A stream at both sides.
 *
 * @param source what the source holds; null for nothing
 * @param target what the target holds; null for nothing
 */
public record Compared(
        @Nullable StreamProof source, @Nullable StreamProof target) {

    /** Whether both hold the same. */
    public boolean isEqual() {
        return source != null && source.equals(target);
    }

    /** The stream's name. */
    public String stream() {
        if (source != null) {
            return source.stream();
        }
        return target == null ? "" : target.stream();
    }

    /** For messages: what differs. */
    public String text() {
        return "stream '" + stream() + "' has " + text(source) + " in the source and " + text(target)
                + " in the target";
    }

    private static String text(@Nullable StreamProof proof) {
        return proof == null ? "no events" : proof.text();
    }

    /** A line of the report for people. */
    public String line() {
        return isEqual() && source != null ? "equal      " + stream() + ": " + source.text() : "DIFFERENT  " + text();
    }

    /** A line of the report. */
    public byte[] json() {
        JsonWriter json = new JsonWriter(200).object().field("stream-name", stream());
        StreamProof shown = source == null ? target : source;
        if (shown != null) {
            shown.write(json);
        }
        json.field("equal", isEqual());
        if (!isEqual() && source != null && target != null) {
            json.field("target").object();
            target.write(json);
            json.endObject();
        } else if (!isEqual()) {
            json.field("only-in", source == null ? "target" : "source");
        }
        return json.endObject().bytes();
    }
}
