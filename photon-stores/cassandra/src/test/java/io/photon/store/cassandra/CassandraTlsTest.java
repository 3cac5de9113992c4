// SPDX-License-Identifier: Apache-2.0
package io.photon.store.cassandra;

import static io.photon.store.testkit.Events.event;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.store.Fence;
import io.photon.store.StoreException;
import io.photon.store.StoreException.Kind;
import io.photon.store.backend.OpenedStore;
import io.photon.store.backend.SlotOptions;
import io.photon.store.testkit.Logs;
import io.photon.store.testkit.TlsProxy;
import io.photon.testing.CassandraProcess;
import io.photon.testing.TestKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A real Cassandra whose clients may encrypt, and who is trusted. */
@Timeout(180)
class CassandraTlsTest {

    @TempDir
    static Path folder;

    private static CassandraProcess cassandra;

    @BeforeAll
    static void start() throws IOException {
        CassandraProcess.required();
        Path keys = TestKey.make(folder, "node", "dns:localhost,ip:127.0.0.1");
        Map<String, String> options = new HashMap<>(CassandraProcess.DURABLE);
        options.put(
                "client_encryption_options",
                "{enabled: true, optional: true, keystore: '" + keys + "', keystore_password: " + TestKey.PASSWORD
                        + ", store_type: PKCS12}");
        cassandra = CassandraProcess.start(folder.resolve("cassandra"), options);
    }

    @AfterAll
    static void stop() {
        if (cassandra != null) {
            cassandra.close();
        }
    }

    private static OpenedStore open(String host, int port, CassandraOptions.Tls tls) throws StoreException {
        return TestCassandra.open(new CassandraOptions(
                List.of(host),
                port,
                "photon",
                null,
                "cassandra",
                "cassandra",
                tls,
                Map.of("", 1),
                new SlotOptions(
                        Duration.ofSeconds(10), Duration.ofSeconds(5), false, folder.resolve("cache-" + port), "")));
    }

    private static void store(OpenedStore opened) throws Exception {
        Fence fence = Logs.eventually(() ->
                opened.lease().acquire().orElseThrow(() -> new StoreException(Kind.FAILED, "another holds the lease")));
        try {
            long id = opened.store().lastOrderId() + 1;
            opened.store().append(List.of(event("s", id)), fence);
            assertEquals(id, opened.store().lastOrderId());
        } finally {
            opened.lease().close();
            opened.store().close();
        }
    }

    private static StoreException refused(String host, int port, CassandraOptions.Tls tls) {
        return assertThrows(
                StoreException.class, () -> open(host, port, tls).store().close());
    }

    @Test
    void aNodeWhoseCertificateIsTrustedIsUsedAndAnotherIsNot() throws Exception {
        store(Logs.eventually(
                () -> open("localhost", cassandra.port(), new CassandraOptions.Tls(folder.resolve("node.pem"), true))));
        StoreException javas = refused("localhost", cassandra.port(), new CassandraOptions.Tls(null, true));
        assertEquals(Kind.REFUSED, javas.kind());
        assertTrue(javas.getMessage().contains("is not trusted: "), javas.getMessage());
        assertTrue(javas.getMessage().contains("cassandra.tls.ca-file"), javas.getMessage());
        Path none = Files.writeString(folder.resolve("none.pem"), "no certificate\n");
        StoreException wrong = refused("localhost", cassandra.port(), new CassandraOptions.Tls(none, true));
        assertTrue(wrong.getMessage().contains("cassandra.tls.ca-file " + none), wrong.getMessage());
    }

    @Test
    void aCertificateThatNamesAnotherHostIsTakenOnlyWhenHostsAreNotChecked() throws Exception {
        Path keys = TestKey.make(folder, "other", "dns:cassandra.example.org");
        Path trusted = folder.resolve("other.pem");
        try (TlsProxy proxy = new TlsProxy(keys, "127.0.0.1", cassandra.address(), cassandra.port())) {
            StoreException refused = refused("127.0.0.1", proxy.port(), new CassandraOptions.Tls(trusted, true));
            assertEquals(Kind.REFUSED, refused.kind());
            assertTrue(refused.getMessage().contains("is not trusted: "), refused.getMessage());
            store(Logs.eventually(() -> open("127.0.0.1", proxy.port(), new CassandraOptions.Tls(trusted, false))));
        }
    }
}
