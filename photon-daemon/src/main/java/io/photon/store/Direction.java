// SPDX-License-Identifier: Apache-2.0
package io.photon.store;

/** Which way a page is read. */
public enum Direction {
    /** Rising order-ids. */
    FORWARDS,
    /** Falling order-ids. */
    BACKWARDS
}
