// SPDX-License-Identifier: Apache-2.0
package io.photon.store.redis;

import static io.photon.store.testkit.Events.event;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.store.EventStore.Durability;
import io.photon.store.StoreException;
import io.photon.store.StoreException.Kind;
import io.photon.store.backend.OpenedStore;
import io.photon.testing.RedisProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Servers and settings with which no store is opened, each with its reason. */
@Timeout(120)
class RedisRefusalsTest {

    @TempDir
    static Path folder;

    private static RedisProcess open;
    private static RedisProcess locked;

    @BeforeAll
    static void start() throws IOException {
        RedisProcess.required();
        open = RedisProcess.start(folder.resolve("open"), List.of());
        String options = "--requirepass s3cret@/: --appendonly yes --appendfsync always"
                + " --user weak on >weak ~* +@all -xadd --user guest on >guest ~* +@all -config";
        locked = RedisProcess.start(folder.resolve("locked"), List.of(options.split(" ")));
    }

    @AfterAll
    static void stop() {
        for (RedisProcess each : new RedisProcess[] {open, locked}) {
            if (each != null) {
                each.close();
            }
        }
    }

    private static OpenedStore open(String url, String password, boolean durable, String prefix) throws StoreException {
        return TestRedis.open(new RedisOptions(
                RedisTarget.of(url, password, null),
                null,
                prefix,
                Duration.ofSeconds(30),
                Duration.ofSeconds(8),
                durable,
                ""));
    }

    private static String refused(String url, String password, String prefix) {
        StoreException refused = assertThrows(
                StoreException.class,
                () -> open(url, password, false, prefix).store().close());
        assertEquals(Kind.REFUSED, refused.kind(), refused.getMessage());
        assertTrue(!refused.getMessage().contains("s3cret"), refused.getMessage());
        return refused.getMessage();
    }

    private static String at(String userInfo) {
        return "redis://" + userInfo + "@127.0.0.1:" + locked.port();
    }

    @Test
    void aMissingOrWrongPasswordIsNamedAndTheRightOneOpens() throws StoreException {
        assertTrue(refused(locked.url(), null, "p").contains("asks for a password; set it in redis.password-file"));
        assertTrue(refused(locked.url(), "wrong", "p").contains("does not know this user and password"));
        assertTrue(refused(at(":wrong"), null, "p").contains("does not know this user and password"));
        assertTrue(refused(at("nobody:wrong"), null, "p").contains("does not know this user and password"));
        open(locked.url(), "s3cret@/:", true, "p").store().close();
        open(at(":s3cret%40%2F%3A"), null, true, "p").store().close();
    }

    @Test
    void aUserWithoutARightThatIsNeededIsFoundBeforeAnythingIsStored() throws StoreException {
        String reason = refused(at("weak:weak"), null, "rights");
        assertTrue(reason.contains("this user may not do what a store needs"), reason);
    }

    @Test
    void whereConfigMayNotBeAskedAnswersMeanMemory() throws StoreException {
        OpenedStore opened = open(at("guest:guest"), null, false, "p");
        assertEquals(Durability.MEMORY, opened.store().durability());
        Object reason = opened.store().stats().get("durability-reason");
        assertTrue(reason.toString().startsWith("CONFIG GET is not allowed"), reason.toString());
        opened.store().close();
    }

    @Test
    void aServerThatForcesNothingIsRefusedWhenDurabilityIsRequired() {
        StoreException refused = assertThrows(StoreException.class, () -> open(open.url(), null, true, "p"));
        assertTrue(
                refused.getMessage().contains("redis.require-durable is true: appendonly is off"),
                refused.getMessage());
    }

    @Test
    void aDatabaseThatIsNotThereIsNamed() {
        assertTrue(refused(open.url() + "/999", null, "p").contains("has no database 999"));
    }

    @Test
    void anotherDatabaseAndAnotherPrefixAreOtherStores() throws StoreException {
        for (String url : List.of(open.url() + "/3", open.url() + "/4")) {
            for (String prefix : List.of("one", "two")) {
                OpenedStore opened = open(url, null, false, prefix);
                assertEquals(0, opened.store().lastOrderId());
                opened.store().append(List.of(event("s", 1)));
                opened.store().close();
            }
        }
    }

    @Test
    void aReplicaIsRefusedWithItsPrimary() throws Exception {
        try (RedisProcess replica =
                RedisProcess.start(folder.resolve("replica"), List.of("--replicaof", "127.0.0.1 " + open.port()))) {
            String reason = refused(replica.url(), null, "p");
            assertTrue(reason.contains("is a replica of 127.0.0.1:" + open.port()), reason);
        }
    }

    @Test
    void aServerThatWouldRemoveEventsIsRefused() throws Exception {
        try (RedisProcess evicting = RedisProcess.start(
                folder.resolve("evicting"), List.of("--maxmemory", "100mb", "--maxmemory-policy", "allkeys-lru"))) {
            String reason = refused(evicting.url(), null, "p");
            assertTrue(reason.contains("CONFIG SET maxmemory-policy noeviction"), reason);
        }
    }

    @Test
    void keysOfSomethingElseAreLeftAlone() throws Exception {
        open.ask("SET", "{taken}:meta", "mine");
        assertTrue(refused(open.url(), null, "taken").contains("keys of something else"));
        assertEquals("mine", open.ask("GET", "{taken}:meta"));
        open.ask("HSET", "{newer}:meta", "format", "7");
        assertTrue(refused(open.url(), null, "newer").contains("are of layout 7, and this Photon knows 1"));
    }
}
