// SPDX-License-Identifier: Apache-2.0
package io.photon.store.cassandra;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.photon.store.StoreException;
import io.photon.store.slots.SlotCopyContract;
import io.photon.store.slots.SlotServer;
import org.junit.jupiter.api.Test;

/** Copies and parts, with a real Cassandra. */
class CassandraSlotCopyTest extends SlotCopyContract {

    private final TestCassandra cassandra = TestCassandra.shared();

    @Override
    protected SlotServer connect() throws StoreException {
        return CassandraServer.connect(cassandra.options(folder));
    }

    /** Each writer reads all facts of a kind: those that were forgotten must not stay in its way. */
    @Test
    void forgottenFactsLeaveCassandraAfterAnHour() {
        assertEquals(
                3_600,
                cassandra
                        .session()
                        .execute(
                                "SELECT gc_grace_seconds FROM system_schema.tables WHERE keyspace_name = ? AND"
                                        + " table_name = 'facts'",
                                TestCassandra.KEYSPACE)
                        .one()
                        .getInt(0));
    }
}
