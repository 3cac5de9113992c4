// SPDX-License-Identifier: Apache-2.0
package io.photon.projection.builtin;

import io.photon.event.Event;
import io.photon.projection.spi.StreamSize;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Totals and schemas of one stream. Mutable, for one thread. */
final class StreamState {

    /** Most schema versions that are told apart; events of further ones are counted together. */
    static final int MAX_VERSIONS = 32;

    /** Longest version text in bytes; a longer one counts as further. */
    static final int MAX_VERSION_BYTES = 128;

    /** What events without a schema version are listed under (docs/projections). */
    static final byte[] UNVERSIONED = "__unversioned__".getBytes(StandardCharsets.US_ASCII);

    /** What events of versions beyond the limit are listed under. */
    static final byte[] OTHERS = "__others__".getBytes(StandardCharsets.US_ASCII);

    final String name;
    final List<SchemaState> versions = new ArrayList<>(1);
    long total;
    /** Of its events as lines of JSON, line ends included. */
    long bytes;
    /** The order-id of its last event. */
    long last;
    /** Whether it differs from its row. */
    boolean dirty;

    StreamState(String name) {
        this.name = name;
    }

    /** Counts one event. */
    void saw(Event event) {
        total++;
        bytes += event.length() + 1;
        last = event.orderId();
    }

    /** Another stream's events, counted here, too, are gone. */
    void without(StreamSize other) {
        total -= other.events();
        bytes -= other.bytes();
    }

    StreamSize size() {
        return new StreamSize(total, bytes, last);
    }

    /** The schema of a version's text, UTF-8. */
    SchemaState version(byte[] text, int from, int to) {
        for (SchemaState schema : versions) {
            if (schema.is(text, from, to)) {
                return schema;
            }
        }
        boolean further = versions.size() >= MAX_VERSIONS || to - from > MAX_VERSION_BYTES;
        if (further && !java.util.Arrays.equals(text, from, to, OTHERS, 0, OTHERS.length)) {
            return version(OTHERS, 0, OTHERS.length);
        }
        SchemaState schema = new SchemaState(java.util.Arrays.copyOfRange(text, from, to));
        versions.add(schema);
        return schema;
    }

    /** Bytes of heap, roughly. */
    int weight() {
        int weight = 160 + 2 * name.length();
        for (SchemaState schema : versions) {
            weight += 160 + 130 * schema.paths;
        }
        return weight;
    }
}
