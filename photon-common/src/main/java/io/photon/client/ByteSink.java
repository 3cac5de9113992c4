// SPDX-License-Identifier: Apache-2.0
package io.photon.client;

/**
 * Where the bytes of an answer go as they arrive. Called from the thread that asked. What it throws passes through the
 * client unchanged, and the connection is closed.
 */
@FunctionalInterface
public interface ByteSink {

    /** Takes bytes; the array is reused after the call. */
    void write(byte[] bytes, int offset, int length);

    /** Nothing more has arrived for now: a good moment to flush. */
    default void pause() {}
}
