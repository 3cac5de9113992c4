// SPDX-License-Identifier: Apache-2.0
package io.photon.door.http.wire;

import java.nio.ByteBuffer;

/** A buffer of each thread's, for what is read or written and done with at once. */
public final class ScratchBuffer {

    private static final int BYTES = 128 * 1024;
    private static final ThreadLocal<ByteBuffer> OF_THREAD =
            ThreadLocal.withInitial(() -> ByteBuffer.allocateDirect(BYTES));

    private ScratchBuffer() {}

    /** That of this thread, empty. Whatever was in it is gone. */
    public static ByteBuffer take() {
        return OF_THREAD.get().clear();
    }
}
