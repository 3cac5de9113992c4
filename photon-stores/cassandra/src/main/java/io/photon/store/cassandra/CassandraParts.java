// SPDX-License-Identifier: Apache-2.0
package io.photon.store.cassandra;

import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import io.photon.store.StoreException;
import io.photon.store.slots.PartTable;
import java.nio.ByteBuffer;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The table of parts, each a partition of its own, written by ordinary writes. Thread-safe. */
final class CassandraParts implements PartTable {

    private final CassandraLink cluster;
    private final PreparedStatement put;
    private final PreparedStatement get;
    private final PreparedStatement delete;

    CassandraParts(CassandraLink cluster) throws StoreException {
        this.cluster = cluster;
        String part = cluster.options().keyspace() + ".part";
        // An id is used once: whatever the clocks say, and however late it comes, no part outlives its deletion.
        put = cluster.prepare("INSERT INTO " + part + " (id, number, bytes) VALUES (?, ?, ?) USING TIMESTAMP 1");
        get = cluster.prepare("SELECT bytes FROM " + part + " WHERE id = ? AND number = ?");
        delete = cluster.prepare("DELETE FROM " + part + " WHERE id = ? AND number = ?");
    }

    @Override
    public void put(UUID id, int number, byte[] bytes) throws StoreException {
        cluster.ask(put.bind(id, number, ByteBuffer.wrap(bytes)));
    }

    @Override
    public byte @Nullable [] get(UUID id, int number) throws StoreException {
        Row row = cluster.ask(get.bind(id, number)).one();
        ByteBuffer buffer = row == null ? null : row.getByteBuffer(0);
        if (buffer == null) {
            return null;
        }
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }

    @Override
    public void remove(UUID id, int parts) throws StoreException {
        for (int i = 0; i < parts; i++) {
            cluster.ask(delete.bind(id, i));
        }
    }
}
