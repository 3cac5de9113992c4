// SPDX-License-Identifier: Apache-2.0
package io.photon.log;

/**
 * What of an append the thread may do that asks for it. It must hold no lock then: it may also answer requests of others. Two changes
 * of the thread cost more than a small batch.
 */
public enum Help {
    /** Nothing: the log's own thread does it. */
    NONE,
    /** A batch that waits for nothing. */
    IF_QUICK,
    /** Also one that waits for the disk: nothing else needs this thread. */
    ALSO_WAITING
}
