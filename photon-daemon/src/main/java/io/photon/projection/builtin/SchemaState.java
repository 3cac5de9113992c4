// SPDX-License-Identifier: Apache-2.0
package io.photon.projection.builtin;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What the events of one stream with one schema version look like. Mutable, for one thread. */
final class SchemaState {

    /** Most places that are told apart; what stands at any other place is left out, visibly. */
    static final int MAX_PATHS = 256;

    /** The version's text in UTF-8. */
    final byte[] version;

    final FieldNode root = new FieldNode(FieldNode.UNNAMED);
    long total;
    int paths;
    /** Whether there was more than {@link #MAX_PATHS}. */
    boolean truncated;

    SchemaState(byte[] version) {
        this.version = version;
    }

    boolean is(byte[] json, int from, int to) {
        return Arrays.equals(version, 0, version.length, json, from, to);
    }

    /** Room for one more place, or null. */
    @Nullable FieldNode newNode(byte[] name) {
        if (paths >= MAX_PATHS) {
            truncated = true;
            return null;
        }
        paths++;
        return new FieldNode(name);
    }
}
