// SPDX-License-Identifier: Apache-2.0
package io.photon.codec;

import io.photon.text.Utf8;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where an emit stands in a distributed trace (W3C Trace Context): kept with the event in fields of these names, as the
 * distributed tracing extension of CloudEvents has them. It says how the event came, not what it is: of two emits that
 * differ in nothing else the second is a duplicate. Immutable.
 *
 * @param parent the {@code traceparent}
 * @param state the {@code tracestate}, or null
 */
public record TraceContext(String parent, @Nullable String state) {

    static final String PARENT = "traceparent";
    static final String STATE = "tracestate";

    /** Versions after 00 may say more at the end; there is no version ff, and ids of zeros are none. */
    private static final Pattern VALID =
            Pattern.compile("(?:00-PARENT|(?!00|ff)[0-9a-f]{2}-PARENT(?:-[\\x21-\\x7e]{0,200})?)"
                    .replace("PARENT", "(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}"));

    private static final Pattern STATE_TEXT = Pattern.compile("[\\x20-\\x7e\\t]{1,512}");

    /** Reads two headers; empty when there is no valid parent: a trace that is broken is no trace. */
    public static Optional<TraceContext> read(@Nullable String parent, @Nullable String state) {
        if (parent == null || !VALID.matcher(parent.strip()).matches()) {
            return Optional.empty();
        }
        String stated = state == null ? null : state.strip();
        boolean isKept = stated != null && STATE_TEXT.matcher(stated).matches();
        return Optional.of(new TraceContext(parent.strip(), isKept ? stated : null));
    }

    /** Its fields, with a comma before each. */
    byte[] fields() {
        JsonWriter json = new JsonWriter(128).object().field(PARENT, parent);
        if (state != null) {
            json.field(STATE, state);
        }
        byte[] object = json.endObject().bytes();
        byte[] fields = new byte[object.length - 1];
        System.arraycopy(object, 1, fields, 1, object.length - 2);
        fields[0] = ',';
        return fields;
    }

    /** Whether an event has a context of its own, by the names of its fields. */
    boolean isIn(Set<String> names) {
        return names.contains(PARENT) || names.contains(STATE);
    }

    /** A body as it is without any. */
    static byte[] without(byte[] body) {
        return BodyFields.without(body, PARENT_NAME, STATE_NAME);
    }

    private static final byte[] PARENT_NAME = Utf8.bytes(PARENT);
    private static final byte[] STATE_NAME = Utf8.bytes(STATE);
}
