// SPDX-License-Identifier: Apache-2.0
package io.photon.daemon;

import static io.photon.result.Results.failure;
import static io.photon.result.Results.ok;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.pace.BackgroundPace;
import io.photon.result.Failure;
import io.photon.settings.LoadedSettings;
import io.photon.settings.Setting;
import io.photon.settings.SettingArguments;
import io.photon.settings.SettingRows;
import io.photon.settings.Settings;
import io.photon.settings.SettingsTable;
import io.photon.settings.Surroundings;
import io.photon.store.backend.StoreBackend;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which backends there are, and what is said of one that is missing or broken. */
class BackendsTest {

    @TempDir
    Path folder;

    private LoadedSettings read(boolean all, String... arguments) {
        Surroundings nowhere = new Surroundings(Map.of(), folder, folder, 2, ClassLoader.getPlatformClassLoader());
        return Backends.in(folder).read(SettingArguments.of(List.of(arguments)), null, nowhere, all);
    }

    private static Settings good(LoadedSettings loaded) {
        return assertInstanceOf(LoadedSettings.Good.class, loaded).settings();
    }

    private static List<String> keys(SettingRows rows) {
        return rows.offered().stream().map(Setting::key).toList();
    }

    @Test
    void thoseInsideTheProgramAreFoundByNameAndAlias() {
        Backends backends = Backends.in(folder);
        for (String name : List.of("h2", "file", "memory")) {
            StoreBackend backend = ok(backends.named(name));
            assertEquals(name, backend.name());
            assertTrue(SettingsTable.offered().containsAll(backend.settings()), "their rows are those of the table");
        }
        assertSame(ok(backends.named("memory")), ok(backends.named("dummy")));
        assertEquals(keys(SettingRows.BUILT_IN), keys(backends.rows()));
    }

    @Test
    void oneInAJarIsNamedItsSettingsAreReadAndItsSecretsAreMasked() throws Exception {
        TinyJar.in(folder);
        Settings settings = good(read(false, "-db.backend", "petite", "-tiny.path", "here", "--tiny.password=s3cret"));
        assertEquals("tiny", settings.get(SettingsTable.DB_BACKEND));
        List<String> shown = settings.shown().stream()
                .filter(row -> row.setting().key().startsWith("tiny."))
                .map(row -> row.setting().key() + "=" + row.value())
                .toList();
        assertEquals(List.of("tiny.path=here", "tiny.password=********"), shown);
        List<String> keys = keys(Backends.in(folder).rows());
        assertTrue(keys.containsAll(List.of("tiny.path", "tiny.password", "h2.path")), keys::toString);
        String label = Backends.in(folder).rows().offered().stream()
                .filter(row -> row.key().equals("db.backend"))
                .map(row -> row.type().label())
                .findFirst()
                .orElseThrow();
        assertEquals("h2|file|memory|tiny", label);
        assertEquals("h2", good(read(false)).get(SettingsTable.DB_BACKEND));
        assertEquals(
                "here",
                good(read(false, "-tiny.path", "here")).shown().stream()
                        .filter(row -> row.setting().key().equals("tiny.path"))
                        .findFirst()
                        .orElseThrow()
                        .value(),
                "a setting of a backend that is there is known though another backend is used");
    }

    @Test
    void itsClassesAreNotOurs() throws Exception {
        TinyJar.in(folder);
        StoreBackend tiny = ok(Backends.in(folder).named("tiny"));
        ClassLoader its = tiny.getClass().getClassLoader();
        assertSame(StoreBackend.class, its.loadClass(StoreBackend.class.getName()));
        assertThrows(ClassNotFoundException.class, () -> its.loadClass("com.fasterxml.jackson.databind.JsonNode"));
        assertThrows(ClassNotFoundException.class, () -> Class.forName("org.example.tiny.TinyDriver"));
    }

    @Test
    void aJarIsNotOpenedForThoseWhoUseAnother() throws Exception {
        Files.writeString(folder.resolve("photon-store-tiny.jar"), "no jar at all");
        for (String backend : List.of("h2", "file", "dummy")) {
            LoadedSettings.Good good = assertInstanceOf(LoadedSettings.Good.class, read(false, "-db.backend", backend));
            assertEquals(List.of(), good.warnings(), backend);
        }
        LoadedSettings.Good asked = assertInstanceOf(LoadedSettings.Good.class, read(true));
        assertEquals(1, asked.warnings().size(), "who wants to see all is told of the broken one");
        assertTrue(asked.warnings().get(0).contains("photon-store-tiny.jar"), asked.warnings()::toString);
    }

    @Test
    void aMissingJarIsNamedWithItsFolderAndWhatThereIs() throws Exception {
        TinyJar.in(folder);
        Settings settings = good(read(false, "-db.backend", "redis"));
        Failure failure =
                failure(Stores.open(new StoreConfig(settings, Backends.in(folder)), BackgroundPace.unhurried()));
        assertEquals(Failure.Kind.BAD_INPUT, failure.kind());
        assertTrue(failure.message().contains("photon-store-redis.jar in " + folder), failure.message());
        assertTrue(failure.hint().contains("h2, file and memory, and next to it tiny"), failure.hint());
    }

    @Test
    void whatIsBrokenOfAJarIsSaid() throws Exception {
        Path jar = folder.resolve("photon-store-tiny.jar");
        Files.writeString(jar, "no jar at all");
        assertRefused("zip");
        TinyJar.in(folder, "photon-store-tiny.jar", "return \"tiny\";", "return \"other\";");
        assertRefused("it holds the backend 'other'");
        TinyJar.in(folder, "photon-store-tiny.jar", "\"tiny.path\"", "\"big.path\"");
        assertRefused("names do not begin with tiny.");
        TinyJar.in(
                folder,
                "photon-store-tiny.jar",
                "return List.of(PATH, PASSWORD);",
                "throw new AbstractMethodError(\"of old\");");
        assertRefused("of old");
        TinyJar.in(
                folder, "photon-store-tiny.jar", "public final class TinyBackend", "public abstract class TinyBackend");
        assertRefused("TinyBackend");
        TinyJar.in(folder, "photon-store-tiny.jar", "List.of(PATH, PASSWORD)", "List.of(PATH, PATH)");
        assertRefused("tiny.path is there already");
    }

    private void assertRefused(String why) {
        Failure failure = failure(Backends.in(folder).named("tiny"));
        assertEquals(Failure.Kind.BAD_INPUT, failure.kind());
        assertTrue(
                failure.message()
                        .startsWith("the backend 'tiny' cannot be used: " + folder.resolve("photon-store-tiny.jar")),
                failure.message());
        assertTrue(failure.message().contains(why), failure.message());
        LoadedSettings loaded = read(false, "-db.backend", "tiny", "-tiny.path", "x");
        LoadedSettings.Bad bad = assertInstanceOf(LoadedSettings.Bad.class, loaded);
        assertTrue(bad.errors().contains(failure), "next to the unknown setting it is said why");
    }

    @Test
    void aDriverThatIsNotWholeIsAClearFailure() throws Exception {
        TinyJar.in(
                folder,
                "photon-store-tiny.jar",
                "TinyDriver.open(folder)",
                "broken(folder)",
                "private static final Setting<Path> PATH",
                "private static io.photon.store.EventStore broken(Path folder) {\n"
                        + "throw new NoClassDefFoundError(\"driver/Session\");\n}\n"
                        + "private static final Setting<Path> PATH");
        Settings settings = good(read(false, "-db.backend", "tiny", "-tiny.path", "x"));
        Failure failure =
                failure(Stores.open(new StoreConfig(settings, Backends.in(folder)), BackgroundPace.unhurried()));
        assertEquals(Failure.Kind.BAD_INPUT, failure.kind());
        assertTrue(failure.message().contains("driver/Session"), failure.message());
        assertTrue(failure.hint().contains("jar"), failure.hint());
    }
}
