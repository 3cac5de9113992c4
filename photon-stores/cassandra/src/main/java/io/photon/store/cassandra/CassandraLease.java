// SPDX-License-Identifier: Apache-2.0
package io.photon.store.cassandra;

import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import io.photon.store.StoreException;
import io.photon.store.slots.LeaseTable;
import io.photon.store.slots.NoAnswerException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The row of the table of facts that says who writes. Thread-safe. */
final class CassandraLease implements LeaseTable {

    private final CassandraLink cluster;
    private final PreparedStatement read;
    private final PreparedStatement create;
    private final PreparedStatement take;
    private final PreparedStatement keep;

    CassandraLease(CassandraLink cluster) throws StoreException {
        this.cluster = cluster;
        String facts = cluster.options().keyspace() + ".facts";
        String row = " WHERE kind = 'lease' AND name = 'writer'";
        read = cluster.prepare("SELECT holder, epoch, beat FROM " + facts + row);
        create = cluster.prepare("INSERT INTO " + facts
                + " (kind, name, holder, epoch, beat) VALUES ('lease', 'writer', ?, ?, ?) IF NOT EXISTS");
        String set = "UPDATE " + facts + " SET holder = ?, epoch = ?, beat = ?" + row;
        take = cluster.prepare(set + " IF holder = ? AND epoch = ? AND beat = ?");
        keep = cluster.prepare(set + " IF holder = ? AND epoch = ?");
    }

    @Override
    public @Nullable Row read(Duration timeout) throws StoreException {
        var row = cluster.ask(read.bind().setTimeout(timeout)).one();
        return row == null
                ? null
                : new Row(String.valueOf(row.getString("holder")), row.getLong("epoch"), row.getLong("beat"));
    }

    @Override
    public boolean take(@Nullable Row was, Row next, Duration timeout) throws NoAnswerException, StoreException {
        return set(
                was == null
                        ? create.bind(next.holder(), next.epoch(), next.beat())
                        : take.bind(next.holder(), next.epoch(), next.beat(), was.holder(), was.epoch(), was.beat()),
                timeout);
    }

    @Override
    public boolean keep(String holder, long epoch, Row next, Duration timeout)
            throws NoAnswerException, StoreException {
        return set(keep.bind(next.holder(), next.epoch(), next.beat(), holder, epoch), timeout);
    }

    private boolean set(BoundStatement statement, Duration timeout) throws NoAnswerException, StoreException {
        return cluster.once(statement.setTimeout(timeout)).wasApplied();
    }
}
