// SPDX-License-Identifier: Apache-2.0
package io.photon.store.mongo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.store.EventStore.Durability;
import java.util.Map;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an answer means, by what servers say of themselves; the answers are shaped as those of MongoDB 7. */
class PromiseTest {

    private static final Document STATUS = new Document("version", "7.0.14")
            .append("storageEngine", new Document("name", "wiredTiger").append("persistent", true));
    private static final Document OPTIONS =
            new Document("parsed", new Document("storage", new Document("dbPath", "/data")));
    private static final Promise.Seen ALONE = new Promise.Seen(Promise.Kind.ALONE, "", 1, 0);

    private static Promise.Seen set(int members, int arbiters) {
        return new Promise.Seen(Promise.Kind.REPLICA_SET, "rs0", members, arbiters);
    }

    private static Promise promise(Promise.Seen seen, Document status, Document options, Document members) {
        return Promise.of(seen, new Promise.Answers(status, options, members));
    }

    @ParameterizedTest
    @CsvSource({"1,0,1,FSYNC", "2,0,2,REPLICATED", "2,1,2,REPLICATED", "3,0,2,REPLICATED", "5,0,3,REPLICATED"})
    void aMajorityOfTheMembersWithDataConfirmsAWrite(int members, int arbiters, int copies, Durability durability) {
        Promise promise = promise(set(members, arbiters), STATUS, OPTIONS, null);
        assertEquals(copies, promise.copies());
        assertEquals(durability, promise.durability());
        assertEquals("replica set rs0", promise.topology());
        assertEquals("7.0.14", promise.version());
    }

    @Test
    void theSetItselfKnowsBetterHowManyConfirm() {
        Document oneVotes = new Document("writeMajorityCount", 1);
        Promise promise = promise(set(3, 0), STATUS, OPTIONS, oneVotes);
        assertEquals(1, promise.copies(), "of three members one votes");
        assertEquals(Durability.FSYNC, promise.durability());
    }

    @Test
    void oneServerWithAJournalIsOneDisk() {
        Promise promise = promise(ALONE, STATUS, OPTIONS, null);
        assertEquals(Durability.FSYNC, promise.durability());
        assertNull(promise.doubt());
        assertEquals("one server", promise.topology());
    }

    @Test
    void whatIsInMemoryWithoutAJournalOrNotSaidIsMemoryWithItsReason() {
        Document inMemory = new Document("storageEngine", new Document("name", "inMemory").append("persistent", false));
        Document noJournal = new Document(
                "parsed", new Document("storage", new Document("journal", new Document("enabled", false))));
        Map<Promise, String> doubts = Map.of(
                promise(set(3, 0), inMemory, OPTIONS, null), "inMemory, keeps everything in memory",
                promise(set(3, 0), STATUS, noJournal, null), "started without its journal",
                promise(ALONE, new Document("version", "5.0.0"), OPTIONS, null), "which storage engine it has",
                promise(ALONE, null, null, null), "grant it the role clusterMonitor",
                promise(new Promise.Seen(Promise.Kind.SHARDED, "", 0, 0), STATUS, OPTIONS, null),
                        "a mongos does not say");
        doubts.forEach((promise, reason) -> {
            assertEquals(Durability.MEMORY, promise.durability());
            assertTrue(String.valueOf(promise.doubt()).contains(reason), promise.doubt());
        });
    }
}
