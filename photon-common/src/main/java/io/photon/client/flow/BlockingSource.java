// SPDX-License-Identifier: Apache-2.0
package io.photon.client.flow;

/**
 * What one subscriber gets: reads and blocks, on a thread of its own.
 *
 * @param <T> the items' type
 */
public interface BlockingSource<T> {

    /**
     * Passes items to the outlet until there are no more or until it takes no more; called once.
     *
     * @throws Exception what the subscriber gets as the error; of no interest once the subscriber has cancelled
     */
    void run(SourceOutlet<T> outlet) throws Exception;

    /** The subscriber wants no more: ends whatever {@link #run} waits for, also if it has not begun. From any thread. */
    void cancel();
}
