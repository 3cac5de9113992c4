// SPDX-License-Identifier: Apache-2.0
package io.photon.store.file;

/** Sorts numbers by what they stand for, without boxing them: a plain merge sort, stable. */
final class IntSort {

    private IntSort() {}

    /** Tells the order of two numbers. */
    interface Order {
        int compare(int a, int b);
    }

    static void sort(int[] numbers, Order order) {
        int[] from = numbers;
        int[] to = new int[numbers.length];
        for (int run = 1; run < numbers.length && run > 0; run <<= 1) {
            for (int low = 0; low < numbers.length; low += 2 * run) {
                int middle = Math.min(low + run, numbers.length);
                merge(from, low, middle, Math.min(low + 2 * run, numbers.length), to, order);
            }
            int[] swap = from;
            from = to;
            to = swap;
        }
        if (from != numbers) {
            System.arraycopy(from, 0, numbers, 0, numbers.length);
        }
    }

    private static void merge(int[] from, int low, int middle, int high, int[] to, Order order) {
        int a = low;
        int b = middle;
        for (int at = low; at < high; at++) {
            boolean takeA = a < middle && (b >= high || order.compare(from[a], from[b]) <= 0);
            to[at] = takeA ? from[a++] : from[b++];
        }
    }
}
