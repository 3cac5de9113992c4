// SPDX-License-Identifier: Apache-2.0
package io.photon.bench;

import java.io.IOException;

/** What the load generator says to a server, and where an answer ends. */
interface Wire {

    /**
     * The bytes of a request, built before the clock starts.
     *
     * @param number spreads requests over streams
     * @param events events in it, all or nothing when there are several
     */
    byte[] request(int number, int events);

    /**
     * Whether the first {@code end} bytes hold a whole answer to a request of this number of events.
     *
     * @throws IOException when it is a refusal
     */
    boolean isAnswered(byte[] bytes, int end, int events) throws IOException;
}
