// SPDX-License-Identifier: Apache-2.0
package io.photon.store.cassandra;

import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import io.photon.store.FactTable;
import io.photon.store.StoreException;
import java.util.ArrayList;
import java.util.List;

/** Rows of the table of facts that are written by ordinary writes. Thread-safe. */
final class CassandraFacts implements FactTable {

    private final CassandraLink cluster;
    private final PreparedStatement put;
    private final PreparedStatement list;
    private final PreparedStatement remove;

    CassandraFacts(CassandraLink cluster) throws StoreException {
        this.cluster = cluster;
        String facts = cluster.options().keyspace() + ".facts";
        put = cluster.prepare("INSERT INTO " + facts + " (kind, name, number, beat, epoch) VALUES (?, ?, ?, ?, ?)");
        list = cluster.prepare("SELECT name, number, beat, epoch FROM " + facts + " WHERE kind = ?");
        remove = cluster.prepare("DELETE FROM " + facts + " WHERE kind = ? AND name = ?");
    }

    @Override
    public void put(Fact fact) throws StoreException {
        cluster.ask(put.bind(fact.kind(), fact.name(), fact.first(), fact.second(), fact.third()));
    }

    @Override
    public List<Fact> list(String kind) throws StoreException {
        List<Fact> facts = new ArrayList<>();
        for (Row row : cluster.ask(list.bind(kind))) {
            facts.add(new Fact(
                    kind,
                    String.valueOf(row.getString("name")),
                    row.getLong("number"),
                    row.getLong("beat"),
                    row.getLong("epoch")));
        }
        return facts;
    }

    @Override
    public void remove(String kind, String name) throws StoreException {
        cluster.ask(remove.bind(kind, name));
    }
}
