// SPDX-License-Identifier: Apache-2.0
package io.photon.bench;

import java.io.IOException;

/** A long answer of which only the number of its parts is kept, in whatever pieces it is read. Not thread-safe. */
interface CountedAnswer {

    /** Whether its end has come. */
    boolean isWhole();

    /** Looks at each byte. @throws IOException when it is not what it should be */
    void take(byte[] bytes, int length) throws IOException;

    /** How many parts have come. */
    long count();
}
