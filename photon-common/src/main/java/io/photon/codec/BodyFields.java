// SPDX-License-Identifier: Apache-2.0
package io.photon.codec;

import io.photon.event.EventDraft;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Leaves fields out of an event's body. Pure functions. */
public final class BodyFields {

    private static final byte[] PAYLOAD = "payload".getBytes(StandardCharsets.US_ASCII);

    private BodyFields() {}

    /**
     * A body without some of the emitter's own fields, as an answer needs it that says something under these names
     * itself. The payload is not looked into. The body itself when it has none of them.
     *
     * @param body as in {@link EventDraft#body}
     * @param names in ASCII, none of them one of Photon's
     */
    public static byte[] without(byte[] body, byte[]... names) {
        JsonScanner scanner = new JsonScanner(body, body.length, Integer.MAX_VALUE);
        ByteBuilder rest = null;
        int taken = 0;
        int nameFrom = 0;
        while (true) {
            int valueFrom = scanner.name(nameFrom);
            int nameTo = valueFrom - 2; // canonical: the quote and the colon stand between, nothing else
            if (valueFrom < 0 || Arrays.equals(body, nameFrom + 1, nameTo, PAYLOAD, 0, PAYLOAD.length)) {
                break; // the payload is the last field
            }
            int valueTo = scanner.value(valueFrom);
            if (valueTo < 0) {
                break;
            }
            if (isOneOf(names, body, nameFrom + 1, nameTo)) {
                rest = rest == null ? new ByteBuilder(body.length) : rest;
                rest.add(body, taken, nameFrom);
                taken = valueTo + 1; // the comma after it goes, too
            }
            nameFrom = valueTo + 1;
        }
        return rest == null ? body : rest.add(body, taken, body.length).toArray();
    }

    private static boolean isOneOf(byte[][] names, byte[] body, int from, int to) {
        for (byte[] name : names) {
            if (Arrays.equals(body, from, to, name, 0, name.length)) {
                return true;
            }
        }
        return false;
    }
}
