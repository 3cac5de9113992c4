// SPDX-License-Identifier: Apache-2.0
package io.photon.store.cassandra;

import static io.photon.store.testkit.Events.event;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.rabbit.FreePort;
import io.photon.store.EventStore;
import io.photon.store.EventStore.Durability;
import io.photon.store.StoreException;
import io.photon.store.StoreException.Kind;
import io.photon.store.backend.SlotOptions;
import io.photon.store.testkit.Logs;
import io.photon.testing.CassandraProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Clusters and settings with which no store is opened, or which promise less, each with its reason. */
@Timeout(180)
class CassandraRefusalsTest {

    @TempDir
    Path folder;

    private final TestCassandra cassandra = TestCassandra.shared();

    private CassandraOptions options(
            int port, String keyspace, String user, String password, Map<String, Integer> copies, boolean durable) {
        return new CassandraOptions(
                List.of("127.0.0.1"),
                port,
                keyspace,
                null,
                user,
                password,
                null,
                copies,
                new SlotOptions(Duration.ofSeconds(5), Duration.ofSeconds(5), durable, folder.resolve("cache"), ""));
    }

    private static StoreException refused(CassandraOptions options) {
        StoreException refused = assertThrows(
                StoreException.class, () -> TestCassandra.open(options).store().close());
        assertFalse(String.valueOf(refused.getMessage()).contains("s3cret"), refused.getMessage());
        return refused;
    }

    @Test
    void aMissingOrWrongPasswordIsNamed() {
        int port = cassandra.server().port();
        StoreException wrong =
                refused(options(port, TestCassandra.KEYSPACE, "cassandra", "s3cret", Map.of("", 1), false));
        assertEquals(Kind.REFUSED, wrong.kind());
        assertTrue(
                wrong.getMessage().contains("does not know user 'cassandra' with this password"), wrong.getMessage());
        StoreException none = refused(options(port, TestCassandra.KEYSPACE, null, null, Map.of("", 1), false));
        assertTrue(none.getMessage().contains("asks for a user and a password; set cassandra.user"), none.getMessage());
    }

    @Test
    void aHostThatIsNotThereIsUnreachableAndOneWithoutAddressIsNamed() {
        int unused = FreePort.next();
        StoreException gone =
                refused(options(unused, TestCassandra.KEYSPACE, "cassandra", "s3cret", Map.of("", 1), false));
        assertEquals(Kind.FAILED, gone.kind());
        assertTrue(
                gone.getMessage().startsWith("Cassandra at 127.0.0.1:" + unused + " cannot be reached: "),
                gone.getMessage());
        CassandraOptions unknown = new CassandraOptions(
                List.of("no-such-host.invalid"),
                9042,
                "p",
                null,
                null,
                null,
                null,
                Map.of("", 1),
                new SlotOptions(Duration.ofSeconds(5), Duration.ofSeconds(5), false, folder, ""));
        assertTrue(
                refused(unknown).getMessage().contains("no host of cassandra.ip has an address: no-such-host.invalid"));
    }

    @Test
    void moreCopiesThanThereAreNodesAndAKeyspaceOfSomethingElseAreRefused() {
        int port = cassandra.server().port();
        StoreException copies = refused(options(port, "p_copies", "cassandra", "cassandra", Map.of("", 3), false));
        assertTrue(
                copies.getMessage()
                        .contains("asks for 3 copies in data centre 'datacenter1', which has 1 node (the cluster has:"
                                + " datacenter1:1)"),
                copies.getMessage());
        StoreException foreign = refused(options(port, "system_auth", "cassandra", "cassandra", Map.of("", 1), false));
        assertTrue(
                foreign.getMessage().contains("keyspace 'system_auth' has tables of something else: "),
                foreign.getMessage());
    }

    @Test
    void theCacheOfAnotherStoreIsRefused() throws Exception {
        EventStore store = cassandra.open(folder.resolve("cache")).store();
        store.append(List.of(event("s", 1)));
        store.close();
        cassandra.clear(); // from now on the keyspace is another store
        StoreException other = refused(cassandra.options(folder.resolve("cache")));
        assertEquals(Kind.REFUSED, other.kind());
        assertTrue(other.getMessage().contains("is a copy of another store"), other.getMessage());
        EventStore first = cassandra.open(folder.resolve("other")).store();
        StoreException taken = refused(cassandra.options(folder.resolve("other")));
        assertEquals(Kind.REFUSED, taken.kind(), taken.getMessage());
        first.close();
    }

    @Test
    void aClusterThatForcesEachWriteIsDurableAndOneAsItComesIsNot() throws Exception {
        EventStore durable = cassandra.open(folder.resolve("durable")).store();
        assertEquals(Durability.FSYNC, durable.durability(), "one copy, on the disk");
        assertFalse(
                durable.stats().containsKey("durability-reason"),
                durable.stats().toString());
        durable.close();
        try (CassandraProcess asItComes =
                CassandraProcess.start(folder.resolve("server"), CassandraProcess.AS_IT_COMES)) {
            CassandraOptions required = options(asItComes.port(), "p", "cassandra", "cassandra", Map.of("", 1), true);
            Logs.until("the superuser is there", () -> {
                StoreException why = refused(required);
                return why.getMessage().startsWith("cassandra.require-durable is true");
            });
            EventStore loose = TestCassandra.open(
                            options(asItComes.port(), "p", "cassandra", "cassandra", Map.of("", 1), false))
                    .store();
            assertEquals(Durability.MEMORY, loose.durability());
            String reason = String.valueOf(loose.stats().get("durability-reason"));
            assertTrue(reason.contains("is periodic; set 'commitlog_sync: batch'"), reason);
            assertEquals("v1", loose.stats().get("cassandra-paxos"), "of which it warns");
            loose.close();
        }
    }
}
