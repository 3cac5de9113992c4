package io.photon.log.engine;

import java.util.Arrays;

/**
 * Which names are counted most among any number of them, in a fixed memory (Space-Saving, Metwally and others 2005): a new
 * name takes the counter of the least counted one and goes on from there, and how much it went on from is its possible
 * error. A name with more than one in the number of counters of all counts is certainly in it. Counting is a look-up and a few
 * steps in a heap, and takes no memory. For one thread.
 */
final class SpaceSaving {

    private static final int FREE = -1;

    private final String[] names;
    private final long[] counts;
    private final long[] errors;
    /** Counters as a heap, the least counted one first. */
    private final int[] heap;

    private final int[] placeInHeap;
    /** From hashes of names to counters; open addressing, half empty. */
    private final int[] table;

    private int size;

    /** @param names how many are counted at a time, a power of two */
    SpaceSaving(int names) {
        this.names = new String[names];
        this.counts = new long[names];
        this.errors = new long[names];
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
        int slot = find(name);
        int counter = table[slot];
        if (counter == FREE) {
            counter = size < names.length ? fresh() : replaced();
            names[counter] = name;
            table[find(name)] = counter; // replacing moves others
        }
        counts[counter] += times;
        sink(placeInHeap[counter]);
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
        forget(find(names[counter]));
        return counter;
    }

    /** Where a name is in the table, or where it would be. */
    private int find(String name) {
        int slot = home(name);
        while (table[slot] != FREE && !names[table[slot]].equals(name)) {
            slot = slot + 1 & table.length - 1;
        }
        return slot;
    }

    private int home(String name) {
        int hash = name.hashCode() * 0x9E3779B9;
        return (hash ^ hash >>> 15) & table.length - 1;
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
            int home = home(names[table[next]]);
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
