// SPDX-License-Identifier: Apache-2.0
package io.photon.door.feed;

/**
 * What a feed tells: part of an array that is never changed and may be shared.
 *
 * @param array holds it
 * @param offset where it begins
 * @param length in bytes
 */
public record Text(byte[] array, int offset, int length) {

    /** A whole array. */
    public Text(byte[] array) {
        this(array, 0, array.length);
    }
}
