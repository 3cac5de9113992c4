// SPDX-License-Identifier: Apache-2.0
package io.photon.store.mongo;

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
import io.photon.store.testkit.TlsProxy;
import io.photon.testing.MongoProcess;
import io.photon.testing.TestKey;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Servers and settings with which no store is opened, or which promise less, each with its reason. */
@Timeout(180)
class MongoRefusalsTest {

    private static final Duration SHORT = Duration.ofSeconds(2);

    @TempDir
    Path folder;

    private final TestMongo mongo = TestMongo.shared();

    private MongoOptions to(String target, String database) {
        return TestMongo.options(target, database, folder.resolve("cache"), SHORT, Duration.ofSeconds(5), false);
    }

    private static StoreException refused(MongoOptions options) {
        StoreException refused = assertThrows(
                StoreException.class, () -> TestMongo.open(options).store().close());
        assertFalse(String.valueOf(refused.getMessage()).contains("s3cret"), refused.getMessage());
        return refused;
    }

    /** The server of the tests has no users, so it refuses each; a real one says code 18, see MongoErrorsTest. */
    @Test
    void aUserThatTheServerDoesNotLetInIsRefusedWithoutThePassword() {
        String host = mongo.server().host();
        StoreException inUrl = refused(to("mongodb://photon:s3cret@" + host + "/", "p"));
        assertEquals(Kind.REFUSED, inUrl.kind());
        assertTrue(
                inUrl.getMessage().startsWith("MongoDB at " + host + " does not let a user in: no such command"),
                inUrl.getMessage());
        StoreException inFile = refused(new MongoOptions(
                MongoTarget.of(host),
                "p",
                "photon",
                "s3cret",
                null,
                new SlotOptions(SHORT, SHORT, false, folder.resolve("cache"), "")));
        assertEquals(inUrl.getMessage(), inFile.getMessage());
    }

    private MongoOptions over(TlsProxy proxy, String query, Path caFile) throws StoreException {
        return new MongoOptions(
                MongoTarget.of("mongodb://localhost:" + proxy.port() + "/" + query),
                mongo.database(),
                null,
                null,
                caFile,
                new SlotOptions(SHORT, SHORT, false, folder.resolve("cache"), ""));
    }

    @Test
    void withTlsAServerWhoseCertificateIsInTheFileIsUsedAndAnotherIsNot() throws Exception {
        Path keys = TestKey.make(folder, "mongo", "dns:localhost,ip:127.0.0.1");
        Path trusted = folder.resolve("mongo.pem");
        try (TlsProxy proxy =
                new TlsProxy(keys, "127.0.0.1", "127.0.0.1", mongo.server().port())) {
            TestMongo.open(over(proxy, "?tls=true", trusted)).store().close();
            StoreException javas = refused(over(proxy, "?tls=true", null));
            assertEquals(Kind.FAILED, javas.kind());
            assertTrue(javas.getMessage().contains("cannot be reached: "), javas.getMessage());
            StoreException plain = refused(over(proxy, "", trusted));
            assertTrue(plain.getMessage().contains("mongodb.host does not ask for TLS"), plain.getMessage());
        }
    }

    @Test
    void aServerThatIsNotThereIsUnreachableAndAUrlThatTheDriverDoesNotTakeIsNamed() {
        int unused = FreePort.next();
        StoreException gone = refused(to("127.0.0.1:" + unused, "p"));
        assertEquals(Kind.FAILED, gone.kind());
        assertTrue(
                gone.getMessage().startsWith("MongoDB at 127.0.0.1:" + unused + " cannot be reached: "),
                gone.getMessage());
        StoreException wrong = refused(to("mongodb://photon:s3cret@127.0.0.1/?authMechanism=NONE", "p"));
        assertEquals(Kind.REFUSED, wrong.kind());
        assertTrue(wrong.getMessage().startsWith("mongodb.host cannot be used: "), wrong.getMessage());
    }

    @Test
    void aDatabaseOfSomethingElseAndOneOfALaterFormatAreRefused() throws Exception {
        mongo.insert("orders", "{\"_id\": 1}");
        StoreException foreign = refused(mongo.options(folder.resolve("cache")));
        assertEquals(Kind.REFUSED, foreign.kind());
        assertTrue(
                foreign.getMessage().contains("has collections of something else: orders; set mongodb.database"),
                foreign.getMessage());
        TestMongo later = TestMongo.shared();
        later.insert("facts", "{\"_id\": \"store\", \"format\": 2}");
        StoreException newer = refused(later.options(folder.resolve("cache")));
        assertTrue(newer.getMessage().contains("has format 2, and this Photon knows 1"), newer.getMessage());
    }

    @Test
    void theCopyOfAnotherStoreIsRefused() throws Exception {
        EventStore store = mongo.open(folder.resolve("cache")).store();
        store.append(List.of(event("s", 1)));
        StoreException taken = refused(mongo.options(folder.resolve("cache")));
        assertEquals(Kind.REFUSED, taken.kind(), taken.getMessage());
        store.close();
        StoreException other = refused(TestMongo.shared().options(folder.resolve("cache")));
        assertEquals(Kind.REFUSED, other.kind());
        assertTrue(other.getMessage().contains("is a copy of another store"), other.getMessage());
        assertTrue(other.getMessage().contains("set mongodb.cache"), other.getMessage());
    }

    @Test
    void whatAnAnswerMeansIsWhatTheServerSaysAndIsAskedAgainWhenItComesBack() throws Exception {
        try (MongoProcess server = MongoProcess.start(folder.resolve("server"), MongoProcess.AS_IT_IS)) {
            MongoOptions required = TestMongo.options(
                    server.host(), "p", folder.resolve("required"), SHORT, Duration.ofSeconds(5), true);
            StoreException why = refused(required);
            assertEquals(Kind.REFUSED, why.kind());
            assertTrue(why.getMessage().startsWith("mongodb.require-durable is true"), why.getMessage());
            EventStore store = TestMongo.open(to(server.host(), "p")).store();
            assertEquals(Durability.MEMORY, store.durability());
            assertEquals(
                    "the server does not say which storage engine it has",
                    store.stats().get("durability-reason"));
            server.kill();
            server.start(MongoProcess.WITH_A_JOURNAL);
            Logs.until("it is asked again", () -> store.durability() == Durability.FSYNC);
            assertFalse(store.stats().containsKey("durability-reason"));
            assertEquals("one server", store.stats().get("mongodb-topology"));
            store.close();
            server.kill();
            server.start(MongoProcess.OF_A_SET);
            EventStore replicated = TestMongo.open(required).store();
            assertEquals(Durability.REPLICATED, replicated.durability());
            assertEquals(3, replicated.stats().get("mongodb-members"));
            replicated.close();
        }
    }
}
