// SPDX-License-Identifier: Apache-2.0
package io.photon.projection.builtin;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One place in the payloads of a schema: a field of an object, or all items of an array. Counts events, not occurrences:
 * a field that stands in each of ten items counts once. Mutable, for one thread.
 */
final class FieldNode {

    /** Most fields of one object that are told apart; an object with more is a map, and its other keys are one node. */
    static final int MAX_CHILDREN = 64;

    /** Longest name of a field in bytes; a longer one is data, not a name. */
    static final int MAX_NAME = 128;

    static final FieldNode[] NONE = {};

    /** The name of what has none. */
    static final byte[] UNNAMED = {};

    /** The field's name in UTF-8, empty for items and for the keys that are not told apart. */
    final byte[] name;

    FieldNode[] children = NONE;
    int childCount;
    /** All items of arrays that stand here, or null. */
    @Nullable FieldNode items;
    /** All fields of objects here that are not told apart, or null. */
    @Nullable FieldNode others;
    /** Events in which something stands here. */
    long count;
    /** The only type so far; -1 at first. */
    int type = -1;
    /** Events by type once there is more than one, else null. */
    long @Nullable [] mixed;
    /** Whether what stands deeper was left out. */
    boolean deeper;

    /** The event that was counted last, and the types seen in it. */
    private long lastEvent;

    private int lastTypes;
    /** Where to look first: fields mostly come in the order of the event before. */
    int next;

    FieldNode(byte[] name) {
        this.name = name;
    }

    boolean is(byte @Nullable [] json, int from, int to) {
        return Arrays.equals(name, 0, name.length, json, from, to);
    }

    /** Counts a value. @param event the number of the event among those of its schema, from 1 */
    void saw(JsonType seen, long event) {
        if (lastEvent != event) {
            lastEvent = event;
            lastTypes = 0;
            count++;
        }
        int ordinal = seen.ordinal();
        int bit = 1 << ordinal;
        if ((lastTypes & bit) != 0) {
            return;
        }
        if (mixed != null) {
            mixed[ordinal]++;
        } else if (type != ordinal) {
            if (type < 0) {
                type = ordinal;
            } else {
                mixed = new long[JsonType.COUNT];
                // Until now each event here had the one type; this one has it only if it was seen in it.
                mixed[type] = (lastTypes & 1 << type) != 0 ? count : count - 1;
                mixed[ordinal] = 1;
            }
        }
        lastTypes |= bit;
    }

    /** Events in which a value of this type stands here. */
    long count(JsonType wanted) {
        return mixed != null ? mixed[wanted.ordinal()] : type == wanted.ordinal() ? count : 0;
    }

    void add(FieldNode child) {
        if (childCount == children.length) {
            children = Arrays.copyOf(children, Math.max(4, childCount * 2));
        }
        children[childCount++] = child;
    }
}
