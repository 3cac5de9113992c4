// SPDX-License-Identifier: Apache-2.0
package io.photon.store.slots;

/** Copies and parts, with a server in memory. */
class SlotCopyTest extends SlotCopyContract {

    private final MemorySlotServer server = new MemorySlotServer();

    @Override
    protected SlotServer connect() {
        return server.connect();
    }
}
