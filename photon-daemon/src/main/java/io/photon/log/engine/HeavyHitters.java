// SPDX-License-Identifier: Apache-2.0
package io.photon.log.engine;

import java.util.Arrays;

/**
 * Which names are counted most among any number of them, in a fixed memory: Space-Saving with random admission (Ben-Basat
 * and others 2017). A new name takes the counter of the least counted one, goes on from its count, and that is its possible
 * error; but of names that come once only few get so far, so that the rare ones cost no more than a look-up. Counting takes
 * no memory. For one thread.
 */
final class HeavyHitters {

    private static final int FREE = -1;

    private final String[] names;
    private final long[] counts;
    private final long[] errors;
    private final int[] hashes;
    /** Counters as a heap, the least counted one first. */
    private final int[] heap;

    private final int[] placeInHeap;
    /** From hashes of names to counters; open addressing, half empty. */
    private final int[] table;

    private int size;
    private long random = 0x9E3779B97F4A7C15L;

    /** @param names how many are counted at a time, a power of two */
    HeavyHitters(int names) {
        this.names = new String[names];
        this.counts = new long[names];
        this.errors = new long[names];
        this.hashes = new int[names];
        this.heap = new int[names];
        this.placeInHeap = new int[names];
        this.table = new int[names * 2];
        Arrays.fill(table, FREE);
    }

    /** How many names it counts now. */
    int size() {
        return size;
    }

    String name(int index) {
        return names[index];
    }

    /** How often a name came, at least. */
    long atLeast(int index) {
        return counts[index] - errors[index];
    }

    void clear() {
        Arrays.fill(table, FREE);
        Arrays.fill(names, 0, size, null);
        size = 0;
    }

    void add(String name, long times) {
        int hash = hash(name);
        int slot = find(name, hash);
        int counter = table[slot];
        if (counter == FREE) {
            if (size == names.length && !admits(times)) {
                return;
            }
            counter = size < names.length ? fresh() : replaced();
            names[counter] = name;
            hashes[counter] = hash;
            table[find(name, hash)] = counter; // replacing moves others
        }
        counts[counter] += times;
        sink(placeInHeap[counter]);
    }

    /** A new name gets in with the share that it has of what its counter would stand at. */
    private boolean admits(long times) {
        random ^= random << 13;
        random ^= random >>> 7;
        random ^= random << 17;
        return Long.remainderUnsigned(random, counts[heap[0]] + times) < times;
    }

    private int fresh() {
        int counter = size++;
        counts[counter] = 0;
        errors[counter] = 0;
        heap[counter] = counter;
        placeInHeap[counter] = counter;
        rise(counter);
        return counter;
    }

    private int replaced() {
        int counter = heap[0];
        errors[counter] = counts[counter];
        forget(find(names[counter], hashes[counter]));
        return counter;
    }

    /** Where a name is in the table, or where it would be. */
    private int find(String name, int hash) {
        int slot = hash & table.length - 1;
        while (table[slot] != FREE && !(hashes[table[slot]] == hash && names[table[slot]].equals(name))) {
            slot = slot + 1 & table.length - 1;
        }
        return slot;
    }

    private static int hash(String name) {
        int hash = name.hashCode() * 0x9E3779B9;
        return hash ^ hash >>> 15;
    }

    /** Empties a slot, and moves up those after it that would not be found any more. */
    private void forget(int slot) {
        int hole = slot;
        int next = slot;
        while (true) {
            next = next + 1 & table.length - 1;
            if (table[next] == FREE) {
                break;
            }
            int home = hashes[table[next]];
            boolean reachesOver = (next - home & table.length - 1) >= (next - hole & table.length - 1);
            if (reachesOver) {
                table[hole] = table[next];
                hole = next;
            }
        }
        table[hole] = FREE;
    }

    private void rise(int from) {
        int place = from;
        int counter = heap[place];
        while (place > 0 && counts[heap[(place - 1) / 2]] > counts[counter]) {
            put(heap[(place - 1) / 2], place);
            place = (place - 1) / 2;
        }
        put(counter, place);
    }

    private void sink(int from) {
        int place = from;
        int counter = heap[place];
        while (true) {
            int child = place * 2 + 1;
            if (child >= size) {
                break;
            }
            if (child + 1 < size && counts[heap[child + 1]] < counts[heap[child]]) {
                child++;
            }
            if (counts[heap[child]] >= counts[counter]) {
                break;
            }
            put(heap[child], place);
            place = child;
        }
        put(counter, place);
    }

    private void put(int counter, int place) {
        heap[place] = counter;
        placeInHeap[counter] = place;
    }
}
