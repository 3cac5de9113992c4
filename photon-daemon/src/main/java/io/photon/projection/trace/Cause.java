// SPDX-License-Identifier: Apache-2.0
package io.photon.projection.trace;

import io.photon.codec.JsonFields;
import io.photon.event.Event;
import io.photon.event.EventLine;
import io.photon.event.OrderIds;
import io.photon.text.Utf8;
import java.math.BigDecimal;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What an event says of itself and of its cause (docs/projections): {@code caused-by} with an order-id or the cause's
 * own id, or the {@code provenance} of older clients. Immutable.
 *
 * @param orderId the cause's position, 0 when it is not named by one
 * @param ownId the cause's local-id (or {@code id}), null when it is not named by one
 * @param relation e.g. {@code CAUSED}, or null
 * @param serviceId who emitted the event itself, or null
 * @param id the event's own {@code id} as newer Muon clients send it, or null
 */
record Cause(
        long orderId,
        @Nullable String ownId,
        @Nullable String relation,
        @Nullable String serviceId,
        @Nullable String id) {

    private static final byte[] PAYLOAD = Utf8.bytes("payload");
    private static final byte[] CAUSED_BY = Utf8.bytes("caused-by");
    private static final byte[] RELATION = Utf8.bytes("caused-by-relation");
    private static final byte[] PROVENANCE = Utf8.bytes("provenance");
    private static final byte[] SERVICE = Utf8.bytes("service-id");
    private static final byte[] ID = Utf8.bytes("id");

    boolean isNamed() {
        return orderId > 0 || ownId != null;
    }

    /** Reads the fields between the event's type and its payload, which stands last. */
    static Cause of(Event event) {
        byte[] json = event.array();
        int end = event.offset() + event.length();
        EventLine.Header header = event.header();
        int at = (header.localIdFrom() < 0 ? header.typeTo() : header.localIdTo()) + 2;
        Reading found = new Reading();
        while (at < end && json[at] == '"') {
            int nameEnd = JsonFields.stringEnd(json, at, end);
            if (is(json, at + 1, nameEnd, PAYLOAD)) {
                break;
            }
            int value = JsonFields.space(json, JsonFields.space(json, nameEnd + 1, end) + 1, end);
            int valueEnd = JsonFields.valueEnd(json, value, end);
            found.field(json, at + 1, nameEnd, value, valueEnd);
            at = JsonFields.space(json, JsonFields.space(json, valueEnd, end) + 1, end);
        }
        return found.cause();
    }

    private static final class Reading {
        private static final int LONGEST_NUMBER = 40;

        private @Nullable String causedBy;
        private @Nullable String relation;
        private @Nullable String provenanceId;
        private @Nullable String provenanceRelation;
        private @Nullable String service;
        private @Nullable String id;

        void field(byte[] json, int nameFrom, int nameTo, int from, int to) {
            if (is(json, nameFrom, nameTo, CAUSED_BY)) {
                causedBy = JsonFields.text(json, from, to);
            } else if (is(json, nameFrom, nameTo, RELATION)) {
                relation = JsonFields.text(json, from, to);
            } else if (is(json, nameFrom, nameTo, SERVICE)) {
                service = JsonFields.text(json, from, to);
            } else if (is(json, nameFrom, nameTo, ID)) {
                id = JsonFields.text(json, from, to);
            } else if (is(json, nameFrom, nameTo, PROVENANCE)) {
                byte[] provenance = Arrays.copyOfRange(json, from, to);
                provenanceId = JsonFields.text(provenance, "local-id");
                provenanceRelation = JsonFields.text(provenance, "relationship-type");
            }
        }

        Cause cause() {
            if (causedBy == null || causedBy.isEmpty()) {
                return new Cause(0, provenanceId, relation != null ? relation : provenanceRelation, service, id);
            }
            long position = position(causedBy);
            return new Cause(position, position > 0 ? null : causedBy, relation, service, id);
        }

        /** The text as an order-id, 0 when it is none. Older clients write numbers as {@code 1.764E15}. */
        private static long position(String text) {
            if (text.length() > LONGEST_NUMBER) {
                return 0;
            }
            try {
                long number = new BigDecimal(text).longValueExact();
                return number >= OrderIds.FIRST_REAL ? number : 0;
            } catch (NumberFormatException | ArithmeticException e) {
                return 0; // an id of another kind
            }
        }
    }

    private static boolean is(byte[] json, int from, int to, byte[] name) {
        return Arrays.equals(json, from, Math.max(from, to), name, 0, name.length);
    }
}
