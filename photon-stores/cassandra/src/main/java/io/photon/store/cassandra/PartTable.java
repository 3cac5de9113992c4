// SPDX-License-Identifier: Apache-2.0
package io.photon.store.cassandra;

import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import io.photon.store.StoreException;
import io.photon.store.StoreException.Kind;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Content that is too long for one row: its parts are written first, by ordinary writes; then a slot names them. Until it is
 * settled whether a slot does, a fact says which one might. Thread-safe.
 */
final class PartTable {

    private static final Logger LOG = LoggerFactory.getLogger(PartTable.class);

    /** Which slot is to name the parts is not known yet. */
    static final long NO_SLOT = -1;

    private final Cluster cluster;
    private final PreparedStatement put;
    private final PreparedStatement get;
    private final PreparedStatement delete;
    private final PreparedStatement announce;
    private final PreparedStatement aim;
    private final PreparedStatement forget;
    private final PreparedStatement announced;

    /** Content that is, or was, on its way in. @param parts at most this many; @param slot the last that was to name it */
    record Upload(UUID id, int parts, long slot) {}

    PartTable(Cluster cluster) throws StoreException {
        this.cluster = cluster;
        String part = cluster.options().keyspace() + ".part";
        String facts = cluster.options().keyspace() + ".facts";
        // An id is used once: whatever the clocks say, and however late it comes, no part outlives its deletion.
        put = cluster.prepare("INSERT INTO " + part + " (id, number, bytes) VALUES (?, ?, ?) USING TIMESTAMP 1");
        get = cluster.prepare("SELECT bytes FROM " + part + " WHERE id = ? AND number = ?");
        delete = cluster.prepare("DELETE FROM " + part + " WHERE id = ? AND number = ?");
        announce = cluster.prepare("INSERT INTO " + facts + " (kind, name, number, beat) VALUES ('upload', ?, ?, ?)");
        aim = cluster.prepare("INSERT INTO " + facts + " (kind, name, beat) VALUES ('upload', ?, ?)");
        forget = cluster.prepare("DELETE FROM " + facts + " WHERE kind = 'upload' AND name = ?");
        announced = cluster.prepare("SELECT name, number, beat FROM " + facts + " WHERE kind = 'upload'");
    }

    /**
     * Says that parts are to come, so that they are found if no one ends it.
     *
     * @param parts that may have been written
     * @param slot that is to name them, where that is known
     */
    void announce(UUID id, int parts, long slot) throws StoreException {
        cluster.ask(announce.bind(id.toString(), (long) parts, slot));
    }

    /** Says which slot is to name them, before it may. */
    void aim(UUID id, long slot) throws StoreException {
        cluster.ask(aim.bind(id.toString(), slot));
    }

    void put(UUID id, int number, byte[] bytes) throws StoreException {
        cluster.ask(put.bind(id, number, ByteBuffer.wrap(bytes)));
    }

    byte[] get(UUID id, int number) throws StoreException {
        Row row = cluster.ask(get.bind(id, number)).one();
        ByteBuffer buffer = row == null ? null : row.getByteBuffer(0);
        if (buffer == null) {
            throw new StoreException(Kind.DAMAGED, "part " + number + " of content " + id + " is missing in Cassandra");
        }
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }

    /** A slot names them: they stay. */
    void keep(UUID id) {
        try {
            cluster.ask(forget.bind(id.toString()));
        } catch (StoreException e) {
            LOG.debug("the next writer finds that content {} is in its slot: {}", id, e.getMessage());
        }
    }

    /** No slot names them, now or later. */
    void drop(UUID id, int parts) {
        try {
            for (int i = 0; i < parts; i++) {
                cluster.ask(delete.bind(id, i));
            }
            cluster.ask(forget.bind(id.toString()));
        } catch (StoreException e) {
            LOG.debug("the next writer removes content {}: {}", id, e.getMessage());
        }
    }

    /** All that was announced and neither kept nor dropped. */
    List<Upload> announced() throws StoreException {
        List<Upload> uploads = new ArrayList<>();
        for (Row row : cluster.ask(announced.bind())) {
            uploads.add(new Upload(
                    UUID.fromString(row.getString("name")), (int) row.getLong("number"), row.getLong("beat")));
        }
        return uploads;
    }
}
