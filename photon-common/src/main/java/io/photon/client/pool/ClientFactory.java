// SPDX-License-Identifier: Apache-2.0
package io.photon.client.pool;

import io.photon.client.PhotonClient;
import io.photon.result.Result;

/** Makes clients, and holds what they share. Thread-safe. */
public interface ClientFactory extends AutoCloseable {

    /** Where its clients connect to, for messages; without secrets. */
    String shown();

    /** A client that is not connected yet. @param timeoutMs how long each of its requests may take, 0 for no limit */
    Result<PhotonClient> open(long timeoutMs);

    /** Releases what they share; after this there are no more. */
    @Override
    void close();
}
