// SPDX-License-Identifier: Apache-2.0
package io.photon.door.http.wire.call;

/** Where the text of a long answer is put. */
public interface Outlet {

    /**
     * Puts a text with something before and after it. A large one is not copied: it must not change later.
     *
     * @return whether more is wanted now
     */
    boolean put(byte[] before, byte[] text, int offset, int length, byte[] after);

    /** The same of a text alone. */
    boolean put(byte[] text, int offset, int length);

    /** How many bytes it takes before it has enough; not above 0 when it has. */
    long room();

    /** Whether nothing waits to be written. */
    boolean isEmpty();
}
