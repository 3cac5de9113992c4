// SPDX-License-Identifier: Apache-2.0
package io.photon.budget;

/**
 * Waits for memory. Called once: at once when there is memory, otherwise from the thread that gave memory back, or from
 * the budget's own; so it must be short, and hand over what is long.
 */
public interface Waiter {

    /** The memory is taken; the waiter closes the lease. */
    void granted(Lease lease);

    /** There was none in time. */
    void refused();
}
