// SPDX-License-Identifier: Apache-2.0
package io.photon.projection.sandbox;

/** Adds up what a value takes while someone walks over it. Not thread-safe. */
public final class Measure {

    private static final int REFERENCE = 8;
    private static final int HEADER = 24;

    private final long maxJson;
    private long json;
    private long memory;

    /** @param maxJson bytes of JSON beyond which walking on is of no use */
    public Measure(long maxJson) {
        this.maxJson = maxJson;
    }

    /** A text. @param length in characters */
    public void text(int length) {
        add(length + 3L, 2 * HEADER + length);
    }

    /** A number, a truth value, nothing. */
    public void scalar() {
        add(6, HEADER);
    }

    /** An integer of any size. @param bits how many it has */
    public void integer(long bits) {
        add(2 + bits / 3, 2 * HEADER + bits / 8);
    }

    /** A list or a map, without its entries. @param entries how many it has */
    public void container(int entries) {
        add(2L + entries, 2 * HEADER + entries * 3L * REFERENCE);
    }

    private void add(long jsonBytes, long memoryBytes) {
        json += jsonBytes;
        memory += memoryBytes;
    }

    /** Whether the value is larger than allowed already. */
    public boolean isOver() {
        return json > maxJson;
    }

    /** Bytes as JSON, roughly. */
    public long json() {
        return json;
    }

    /** Bytes in memory, roughly. */
    public long memory() {
        return memory;
    }
}
