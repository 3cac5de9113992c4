// SPDX-License-Identifier: Apache-2.0
package io.photon.store.slots;

import io.photon.store.FactTable;
import io.photon.store.StoreException;
import io.photon.store.StoreException.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Content that is too long for one row: its parts are written first, by ordinary writes; then a slot names them. Until it is
 * settled whether a slot does, a fact says which one might. Thread-safe.
 */
final class Uploads {

    private static final Logger LOG = LoggerFactory.getLogger(Uploads.class);

    /** Which slot is to name the parts is not known yet. */
    static final long NO_SLOT = -1;

    private static final String KIND = "upload";

    private final SlotServer server;

    /** Content that is, or was, on its way in. @param parts at most this many; @param slot the last that was to name it */
    record Upload(UUID id, int parts, long slot) {}

    Uploads(SlotServer server) {
        this.server = server;
    }

    /** How long rows and parts may be. */
    SlotServer.Sizes sizes() {
        return server.sizes();
    }

    /** Where the parts are. */
    String place() {
        return server.names().server();
    }

    /**
     * Says which slot is to name parts, or to have others from now on, before that is so; and so that parts which are to come
     * are found if no one ends it.
     *
     * @param parts that may have been written
     * @param slot that is to name them, where that is known
     */
    void announce(UUID id, int parts, long slot) throws StoreException {
        server.tables().facts().put(new FactTable.Fact(KIND, id.toString(), parts, slot, 0));
    }

    void put(UUID id, int number, byte[] bytes) throws StoreException {
        server.tables().parts().put(id, number, bytes);
    }

    byte[] get(UUID id, int number) throws StoreException {
        byte[] bytes = server.tables().parts().get(id, number);
        if (bytes == null) {
            throw new StoreException(
                    Kind.DAMAGED, "part " + number + " of content " + id + " is missing in " + place());
        }
        return bytes;
    }

    /** A slot names them: they stay. */
    void keep(UUID id) {
        try {
            server.tables().facts().remove(KIND, id.toString());
        } catch (StoreException e) {
            LOG.debug("the next writer finds that content {} is in its slot: {}", id, e.getMessage());
        }
    }

    /** No slot names them, now or later. */
    void drop(UUID id, int parts) {
        try {
            server.tables().parts().remove(id, parts);
            server.tables().facts().remove(KIND, id.toString());
        } catch (StoreException e) {
            LOG.debug("the next writer removes content {}: {}", id, e.getMessage());
        }
    }

    /** All that was announced and neither kept nor dropped. */
    List<Upload> announced() throws StoreException {
        List<Upload> uploads = new ArrayList<>();
        for (FactTable.Fact fact : server.tables().facts().list(KIND)) {
            uploads.add(new Upload(UUID.fromString(fact.name()), (int) fact.first(), fact.second()));
        }
        return uploads;
    }
}
