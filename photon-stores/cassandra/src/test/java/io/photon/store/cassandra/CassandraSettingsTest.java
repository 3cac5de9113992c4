// SPDX-License-Identifier: Apache-2.0
package io.photon.store.cassandra;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.settings.Setting;
import io.photon.settings.Settings;
import io.photon.settings.SettingsTable;
import io.photon.store.StoreException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How the cluster is named, and what is refused before it is asked. */
class CassandraSettingsTest {

    @TempDir
    Path folder;

    private static Setting<?> row(String key) {
        return new CassandraBackend()
                .settings().stream()
                        .filter(each -> each.key().equals(key))
                        .findFirst()
                        .orElseThrow();
    }

    private static <T> Settings with(Settings settings, Setting<T> row, String text) {
        return settings.with(row, row.type().parse(text).orElseThrow());
    }

    private Settings settings(String... pairs) {
        Settings settings = Settings.defaults().with(SettingsTable.DATA_PATH, folder);
        for (int i = 0; i < pairs.length; i += 2) {
            settings = with(settings, row(pairs[i]), pairs[i + 1]);
        }
        return settings;
    }

    @Test
    void withoutAnySettingACassandraOnThisMachineIsMeant() throws StoreException {
        CassandraOptions options = CassandraSettings.read(settings());
        assertEquals("localhost:9042/photon", options.toString());
        assertEquals(Map.of("", 3), options.replication());
        assertEquals(Duration.ofSeconds(5), options.slots().timeout());
        assertEquals(folder.resolve("cassandra"), options.slots().cache());
        assertNull(options.user());
    }

    @Test
    void aFileOfWhomToTrustIsOfNoUseWithoutTls() throws Exception {
        assertNull(CassandraSettings.read(settings()).tls());
        String file = folder.resolve("ca.pem").toString();
        CassandraOptions options = CassandraSettings.read(
                settings("cassandra.tls", "true", "cassandra.tls.ca-file", file, "cassandra.tls.check-host", "false"));
        assertEquals(new CassandraOptions.Tls(Path.of(file), false), options.tls());
        StoreException refused = assertThrows(
                StoreException.class, () -> CassandraSettings.read(settings("cassandra.tls.ca-file", file)));
        assertTrue(refused.getMessage().contains("set cassandra.tls to true"), refused.getMessage());
    }

    @Test
    void severalHostsCopiesOfEachDataCentreAndAPasswordAreRead() throws Exception {
        Path password = Files.writeString(folder.resolve("password"), " s3cret \nmore\n");
        CassandraOptions options = CassandraSettings.read(settings(
                "cassandra.ip",
                "a.example, 10.0.0.7",
                "cassandra.port",
                "9043",
                "cassandra.replication",
                "dc1:3,dc2:2",
                "cassandra.user",
                "photon",
                "cassandra.password-file",
                password.toString()));
        assertEquals(List.of("a.example", "10.0.0.7"), options.hosts());
        assertEquals("a.example:9043, 10.0.0.7:9043/photon", options.toString());
        assertEquals(Map.of("dc1", 3, "dc2", 2), options.replication());
        assertEquals("s3cret", options.password());
        assertFalse(options.toString().contains("s3cret"));
    }

    @Test
    void aUserWithoutAPasswordAndAPasswordThatCannotBeReadAreRefused() {
        assertTrue(refused("cassandra.user", "photon").endsWith("cassandra.password-file is not; set both"));
        assertTrue(refused("cassandra.password-file", "/x").endsWith("cassandra.user is not; set both"));
        assertTrue(refused(
                        "cassandra.user",
                        "photon",
                        "cassandra.password-file",
                        folder.resolve("none").toString())
                .contains("none cannot be read"));
    }

    private String refused(String... pairs) {
        return String.valueOf(assertThrows(StoreException.class, () -> CassandraSettings.read(settings(pairs)))
                .getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"Photon", "1photon", "a-b", "a b", "x; drop", ""})
    void whatIsNoNameOfAKeyspaceIsRefused(String text) {
        assertFalse(row("cassandra.keyspace").type().parse(text).isPresent());
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "10", "dc1", "dc1:", "dc1:0", "dc1:3;dc2:3", "'dc':3"})
    void whatIsNoReplicationIsRefused(String text) {
        assertFalse(row("cassandra.replication").type().parse(text).isPresent());
    }

    @Test
    void theSettingsAreReadWithoutTheDriver() throws Exception {
        URL[] ours = {
            CassandraBackend.class.getProtectionDomain().getCodeSource().getLocation()
        };
        ClassLoader without = new ClassLoader(null) {
            @Override
            protected Class<?> findClass(String name) throws ClassNotFoundException {
                if (name.startsWith("io.photon.store.cassandra.") || name.startsWith("com.datastax.")) {
                    throw new ClassNotFoundException(name);
                }
                return CassandraSettingsTest.class.getClassLoader().loadClass(name);
            }
        };
        try (URLClassLoader loader = new URLClassLoader(ours, without)) {
            Class<?> backend = loader.loadClass(CassandraBackend.class.getName());
            List<?> rows = (List<?>) backend.getMethod("settings")
                    .invoke(backend.getConstructor().newInstance());
            assertEquals(new CassandraBackend().settings().size(), rows.size());
            assertThrows(
                    ClassNotFoundException.class,
                    () -> loader.loadClass("com.datastax.oss.driver.api.core.CqlSession"));
        }
    }
}
