// SPDX-License-Identifier: Apache-2.0
package io.photon.store.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.settings.Setting;
import io.photon.store.StoreException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How the server is named, and what of that is shown. */
class RedisSettingsTest {

    private static final Setting<?> URL_ROW = new RedisBackend().settings().get(0);

    private static RedisTarget target(String url) throws StoreException {
        return RedisTarget.of(url, null, null);
    }

    @Test
    void aUrlNamesServerUserPasswordAndDatabase() throws StoreException {
        assertEquals(new RedisTarget("h", 6379, false, null, null, 0), target("redis://h"));
        assertEquals(new RedisTarget("h", 6380, true, null, null, 0), target("rediss://h:6380/"));
        assertEquals(new RedisTarget("h", 6379, false, null, "p", 3), target("redis://:p@h/3"));
        assertEquals(new RedisTarget("h", 6379, false, "u", "p@+/", 0), target("redis://u:p%40+%2F@h"));
        assertEquals(new RedisTarget("[::1]", 1, false, null, null, 0), target("redis://[::1]:1"));
        assertEquals("redis://h:6379/3", target("redis://:p@h/3").toString());
    }

    @Test
    void whatIsSetTwiceOrHalfIsRefused() {
        assertTrue(assertThrows(StoreException.class, () -> target("redis://secret@h"))
                .getMessage()
                .contains("a user without a password"));
        assertTrue(assertThrows(StoreException.class, () -> RedisTarget.of("redis://:p@h", "q", null))
                .getMessage()
                .contains("keep one of them"));
        assertTrue(assertThrows(StoreException.class, () -> RedisTarget.of("redis://h/3", null, 4))
                .getMessage()
                .contains("keep one of them"));
    }

    @Test
    void aPasswordFileAndADatabaseAddToTheUrl() throws StoreException {
        assertEquals(new RedisTarget("h", 6379, false, "u", "q", 4), RedisTarget.of("redis://u@h", "q", 4));
        assertNull(RedisTarget.of("redis://h", null, null).password());
    }

    @ParameterizedTest
    @ValueSource(strings = {"h", "http://h", "redis://", "redis:///1", "redis://h/x", "redis://h?a=b", "redis://h:x"})
    void otherTextsAreNoUrls(String text) {
        assertFalse(URL_ROW.type().parse(text).isPresent());
    }

    @ParameterizedTest
    @CsvSource({
        "redis://h/1, redis://h/1",
        "redis://u:p@h, redis://u:********@h",
        "redis://:p@q@h, redis://:********@h",
        "redis://secret@h, redis://********@h"
    })
    void whatMayBeAPasswordIsNotShown(String text, String shown) {
        assertEquals(shown, URL_ROW.type().masked(text));
    }

    @Test
    void theSettingsAreReadWithoutTheDriver() throws Exception {
        URL[] ours = {RedisBackend.class.getProtectionDomain().getCodeSource().getLocation()};
        ClassLoader without = new ClassLoader(null) {
            @Override
            protected Class<?> findClass(String name) throws ClassNotFoundException {
                if (name.startsWith("io.photon.store.redis.") || name.startsWith("io.lettuce.")) {
                    throw new ClassNotFoundException(name);
                }
                return RedisSettingsTest.class.getClassLoader().loadClass(name);
            }
        };
        try (URLClassLoader loader = new URLClassLoader(ours, without)) {
            Class<?> backend = loader.loadClass(RedisBackend.class.getName());
            List<?> rows = (List<?>) backend.getMethod("settings")
                    .invoke(backend.getConstructor().newInstance());
            assertEquals(new RedisBackend().settings().size(), rows.size());
            assertThrows(ClassNotFoundException.class, () -> loader.loadClass("io.lettuce.core.RedisClient"));
        }
    }
}
