// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.history;

import java.util.Arrays;

/** A list of numbers that takes eight bytes for each. Not thread-safe. */
final class Numbers {

    private long[] values = new long[16];
    private int size;

    void add(long value) {
        if (size == values.length) {
            values = Arrays.copyOf(values, size * 2);
        }
        values[size++] = value;
    }

    int size() {
        return size;
    }

    long get(int index) {
        return values[index];
    }

    /** Of a rising list, the place of the first number that is not below a bound. */
    int firstFrom(long bound) {
        int found = Arrays.binarySearch(values, 0, size, bound);
        return found < 0 ? -found - 1 : found;
    }

    long[] toArray() {
        return Arrays.copyOf(values, size);
    }
}
