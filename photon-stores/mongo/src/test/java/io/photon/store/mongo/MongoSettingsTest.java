// SPDX-License-Identifier: Apache-2.0
package io.photon.store.mongo;

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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How the servers are named, and what is refused before they are asked. */
class MongoSettingsTest {

    @TempDir
    Path folder;

    private static Setting<?> row(String key) {
        return new MongoBackend()
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

    private String refused(String... pairs) {
        return String.valueOf(assertThrows(StoreException.class, () -> MongoSettings.read(settings(pairs)))
                .getMessage());
    }

    @Test
    void withoutAnySettingAServerOnThisMachineIsMeant() throws StoreException {
        MongoOptions options = MongoSettings.read(settings());
        assertEquals("localhost/photon", options.toString());
        assertEquals("mongodb://localhost/", options.target().url());
        assertEquals(Duration.ofSeconds(5), options.slots().timeout());
        assertEquals(folder.resolve("mongodb"), options.slots().cache());
        assertNull(options.user());
    }

    @Test
    void aHostAListAndAUrlAreUnderstood() throws Exception {
        assertEquals(
                "mongodb://a.example:27018/",
                MongoSettings.read(settings("mongodb.host", "a.example:27018"))
                        .target()
                        .url());
        MongoOptions list = MongoSettings.read(settings("mongodb.host", "a.example, [::1]:27018"));
        assertEquals("mongodb://a.example,[::1]:27018/", list.target().url());
        String url =
                "mongodb://photon:s3cret@a.example,b.example:27018/orders?replicaSet=rs0&authSource=users&tls=true";
        MongoOptions options = MongoSettings.read(settings("mongodb.host", url));
        assertEquals(url, options.target().url());
        assertEquals("a.example,b.example:27018/orders", options.toString());
        assertEquals("users", options.target().option("authsource"));
        assertFalse(options.target().toString().contains("s3cret"));
        assertEquals(
                "photon",
                MongoSettings.read(settings("mongodb.host", "mongodb+srv://db.example.org"))
                        .database());
    }

    @Test
    void aUserAndAPasswordFileGoTogetherAndNotWithAUserInTheUrl() throws Exception {
        Path password = Files.writeString(folder.resolve("password"), " s3cret \nmore\n");
        MongoOptions options =
                MongoSettings.read(settings("mongodb.user", "photon", "mongodb.password-file", password.toString()));
        assertEquals("s3cret", options.password());
        assertFalse(options.toString().contains("s3cret"));
        assertTrue(refused("mongodb.user", "photon").endsWith("mongodb.password-file is not; set both"));
        assertTrue(refused("mongodb.password-file", "/x").endsWith("mongodb.user is not; set both"));
        assertTrue(refused(
                        "mongodb.user",
                        "photon",
                        "mongodb.password-file",
                        folder.resolve("none").toString())
                .contains("none cannot be read"));
        assertTrue(refused(
                        "mongodb.host",
                        "mongodb://a:b@h/",
                        "mongodb.user",
                        "photon",
                        "mongodb.password-file",
                        password.toString())
                .endsWith("keep one of them"));
    }

    @Test
    void twoNamesOfTheDatabaseMustBeTheSame() throws Exception {
        assertEquals(
                "orders",
                MongoSettings.read(settings("mongodb.host", "mongodb://h/orders", "mongodb.database", "orders"))
                        .database());
        assertTrue(refused("mongodb.host", "mongodb://h/admin", "mongodb.database", "orders")
                .contains("mongodb.host names database 'admin', and mongodb.database is 'orders'"));
        assertTrue(refused("mongodb.host", "mongodb://h/a.b").contains("use 1 to 38 letters"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "a b", "http://h", "mongodb://", "mongodb://user:pass@/", "h:port", "h:123456", "h,,g", "h/x"
            })
    void whatNamesNoServerIsRefused(String text) {
        assertFalse(row("mongodb.host").type().parse(text).isPresent());
    }

    @ParameterizedTest
    @ValueSource(strings = {"mongodb://photon:s3cret@h/", "mongodb://photon:s3c/r@s3cret@h/", "mongodb://s3cret@h"})
    void aPasswordIsNeverShown(String text) {
        assertFalse(
                row("mongodb.host").type().masked(text).contains("s3c"),
                row("mongodb.host").type().masked(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a.b", "a/b", "a b", "$a"})
    void whatIsNoNameOfADatabaseIsRefused(String text) {
        assertFalse(row("mongodb.database").type().parse(text).isPresent());
    }

    @Test
    void theSettingsAreReadWithoutTheDriver() throws Exception {
        URL[] ours = {MongoBackend.class.getProtectionDomain().getCodeSource().getLocation()};
        ClassLoader without = new ClassLoader(null) {
            @Override
            protected Class<?> findClass(String name) throws ClassNotFoundException {
                if (name.startsWith("io.photon.store.mongo.") || name.startsWith("com.mongodb.")) {
                    throw new ClassNotFoundException(name);
                }
                return MongoSettingsTest.class.getClassLoader().loadClass(name);
            }
        };
        try (URLClassLoader loader = new URLClassLoader(ours, without)) {
            Class<?> backend = loader.loadClass(MongoBackend.class.getName());
            List<?> rows = (List<?>) backend.getMethod("settings")
                    .invoke(backend.getConstructor().newInstance());
            assertEquals(new MongoBackend().settings().size(), rows.size());
            assertThrows(ClassNotFoundException.class, () -> loader.loadClass("com.mongodb.client.MongoClients"));
        }
    }
}
