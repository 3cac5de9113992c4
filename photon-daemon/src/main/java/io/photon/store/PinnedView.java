// SPDX-License-Identifier: Apache-2.0
package io.photon.store;

/** A read-only view of one moment. Thread-safe. */
public interface PinnedView extends EventReader, AutoCloseable {
    @Override
    void close();
}
