// SPDX-License-Identifier: Apache-2.0
package io.photon.store.riak;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.settings.LoadedSettings;
import io.photon.settings.SettingArguments;
import io.photon.settings.SettingRows;
import io.photon.settings.Settings;
import io.photon.settings.SettingsReader;
import io.photon.settings.SettingsTable;
import io.photon.settings.Surroundings;
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

/** How nodes and buckets are named. */
class RiakSettingsTest {

    @TempDir
    Path folder;

    private Settings settings(String... arguments) {
        LoadedSettings loaded = SettingsReader.read(
                SettingArguments.of(List.of(arguments)),
                null,
                Surroundings.ofThisProcess(),
                SettingRows.BUILT_IN.with(new RiakBackend().settings()));
        return ((LoadedSettings.Good) loaded).settings().with(SettingsTable.DATA_PATH, folder);
    }

    @Test
    void withoutAnySettingARiakOnThisMachineIsMeant() throws StoreException {
        RiakOptions options = RiakSettings.read(settings());
        assertEquals("localhost:8087", options.shown());
        assertEquals("strongly_consistent", options.bucketType());
        assertEquals("photon-eventstore-v1", options.bucket());
        assertEquals(Duration.ofSeconds(5), options.slots().timeout());
        assertEquals(folder.resolve("riak"), options.slots().cache());
        assertFalse(options.slots().requireDurable());
        assertNull(options.login());
    }

    @Test
    void aUserHasAPasswordFromAFileAndIsLetInByNodesThatAreTrusted() throws Exception {
        Path password = Files.writeString(folder.resolve("riak.pass"), "secret word\n");
        RiakLogin login = RiakSettings.read(
                        settings("-riak.user", "photon", "-riak.password-file", password.toString()))
                .login();
        assertEquals(new RiakLogin("photon", "secret word", null, true), login);
        RiakLogin other = RiakSettings.read(settings(
                        "-riak.user",
                        "photon",
                        "-riak.password-file",
                        password.toString(),
                        "-riak.tls.ca-file",
                        "/etc/ca.pem",
                        "-riak.tls.check-host",
                        "false"))
                .login();
        assertEquals(new RiakLogin("photon", "secret word", Path.of("/etc/ca.pem"), false), other);
        assertFalse(String.valueOf(other).contains("secret"), String.valueOf(other));
    }

    @Test
    void halfALoginAndAFileForNoLoginAreRefused() throws Exception {
        Path password = Files.writeString(folder.resolve("riak.pass"), "secret\n");
        refused("riak.user is set, and riak.password-file is not", "-riak.user", "photon");
        refused("riak.password-file is set, and riak.user is not", "-riak.password-file", password.toString());
        refused(
                "riak.tls.ca-file is set, and riak.user is not: Riak speaks TLS only with users",
                "-riak.tls.ca-file",
                "a");
        refused(
                "cannot be read",
                "-riak.user",
                "photon",
                "-riak.password-file",
                folder.resolve("none").toString());
    }

    private void refused(String why, String... arguments) {
        StoreException refused = assertThrows(StoreException.class, () -> RiakSettings.read(settings(arguments)));
        assertEquals(StoreException.Kind.REFUSED, refused.kind());
        assertTrue(refused.getMessage().contains(why), refused.getMessage());
    }

    @Test
    void nodesHaveAnyNameAndAPortOrNone() throws StoreException {
        RiakOptions options = RiakSettings.read(settings(
                "-riak.node.10",
                "c.example",
                "-riak.node.2",
                "b.example:10017",
                "--riak.node.east=[fe80::1]:8087",
                "-riak.node.west",
                "fe80::2",
                "-riak.node.again",
                "c.example:8087"));
        assertEquals("b.example:10017, c.example:8087, [fe80::1]:8087, [fe80::2]:8087", options.shown());
    }

    @Test
    void theyAreShownAndOfferedWithTheOthers() {
        List<String> offered = SettingRows.BUILT_IN.with(new RiakBackend().settings()).offered().stream()
                .map(each -> each.key())
                .toList();
        assertTrue(offered.containsAll(
                List.of("riak.default_bucket", "riak.node.X", "riak.bucket-type", "riak.user", "riak.tls.ca-file")));
        List<String> shown = settings("-riak.node.1", "a").shown().stream()
                .map(each -> each.setting().key() + "=" + each.value())
                .filter(each -> each.startsWith("riak."))
                .toList();
        assertTrue(shown.contains("riak.node.1=a"), shown.toString());
        assertTrue(shown.contains("riak.bucket-type=strongly_consistent"), shown.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"a:b", "a:70000", "http://a", "", "a b", "a:"})
    void whatIsNoNodeIsRefused(String text) {
        assertFalse(SettingsTable.RIAK_NODE.type().parse(text).isPresent());
    }

    @Test
    void theSettingsAreReadWithoutTheClient() throws Exception {
        URL[] ours = {RiakBackend.class.getProtectionDomain().getCodeSource().getLocation()};
        ClassLoader without = new ClassLoader(null) {
            @Override
            protected Class<?> findClass(String name) throws ClassNotFoundException {
                if (name.startsWith("io.photon.store.riak.") || name.startsWith("com.basho.")) {
                    throw new ClassNotFoundException(name);
                }
                return RiakSettingsTest.class.getClassLoader().loadClass(name);
            }
        };
        try (URLClassLoader loader = new URLClassLoader(ours, without)) {
            Class<?> backend = loader.loadClass(RiakBackend.class.getName());
            List<?> rows = (List<?>) backend.getMethod("settings")
                    .invoke(backend.getConstructor().newInstance());
            assertEquals(new RiakBackend().settings().size(), rows.size());
            assertThrows(
                    ClassNotFoundException.class, () -> loader.loadClass("com.basho.riak.client.core.RiakCluster"));
        }
    }
}
