// SPDX-License-Identifier: Apache-2.0
package io.photon.store.slots;

import io.photon.store.StoreException;
import io.photon.store.StoreException.Kind;
import org.jspecify.annotations.Nullable;

/** What must be so before anything is added to the log. Pure. */
final class SlotRules {

    private SlotRules() {}

    /**
     * @param last the slot that was the last
     * @param there what is in its place now; null for nothing
     * @throws StoreException REFUSED when it is another
     */
    static void requireKept(SlotServer.Names names, Slot last, @Nullable Slot there) throws StoreException {
        if (there == null || !there.writer().equals(last.writer()) || there.last() != last.last()) {
            throw new StoreException(
                    Kind.REFUSED,
                    names.server() + " has lost " + last.place() + ", which it had confirmed (" + names.losing() + ");"
                            + " restart this Photon: it keeps what its cache has in a folder of its own, and goes on with"
                            + " what " + names.server() + " has");
        }
    }
}
