// SPDX-License-Identifier: Apache-2.0
package io.photon.store.riak;

import static io.photon.store.testkit.Events.event;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.event.Event;
import io.photon.store.EventStore;
import io.photon.store.FactTable;
import io.photon.store.Fence;
import io.photon.store.Staging;
import io.photon.store.backend.OpenedStore;
import io.photon.store.slots.LeaseTable;
import io.photon.store.testkit.Logs;
import io.photon.testing.riak.RiakLikeServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is under which key, and how long it is. */
@Timeout(60)
class RiakLayoutTest {

    private static final String TYPE = RiakLikeServer.CONSISTENT;

    @TempDir
    Path folder;

    private final RiakLikeServer riak = TestRiak.shared();

    private OpenedStore open(String cache) throws Exception {
        return TestRiak.open(TestRiak.options(riak, TYPE, folder.resolve(cache)));
    }

    private List<String> values(String key) {
        return riak.values(TYPE, TestRiak.BUCKET, key);
    }

    @Test
    void aSlotIsALineOfWordsAndThenItsEventsAsTheyAre() throws Exception {
        EventStore store = open("cache").store();
        Event event = event("größe", 7);
        store.append(List.of(event), new Fence(3));
        String[] lines = values("slot/0").get(0).split("\n", -1);
        assertTrue(
                lines[0].matches(
                        "photon-slot-1 0 [0-9a-f-]{36} 3 7 7 1 0 [0-9a-f]{64} " + (event.length() + 1) + " - 0"),
                lines[0]);
        assertTrue(lines[1].contains("größe"), lines[1]);
        assertEquals(3, lines.length);
        assertTrue(values("store").get(0).startsWith("photon-store-1 "));
        store.close();
    }

    @Test
    void noValueIsLongerThanRiakAdvises() throws Exception {
        EventStore store = open("cache").store();
        assertEquals(512 << 10, store.groupBytes(), "so that most groups are one value");
        assertEquals(4_000, store.groupEvents());
        store.append(List.of(event("s", 1, "a", "\"" + "x".repeat(500_000) + "\"")));
        assertTrue(values("slot/0").get(0).contains(" - 0\n"), "in the slot");
        store.append(List.of(event("s", 2, "b", "\"" + "x".repeat(3_000_000) + "\"")));
        assertTrue(values("slot/1").get(0).endsWith(" 6\n"), values("slot/1").get(0));
        try (Staging staging = store.staging().stage(Fence.LOCAL)) {
            for (long id = 10; id < 40; id++) {
                staging.add(List.of(event("r", id, "id-" + id, "\"" + "y".repeat(100_000) + "\"")));
            }
            staging.publish(Fence.LOCAL);
        }
        assertTrue(riak.longest() < 800_000, riak.longest() + " bytes");
        store.close();
        EventStore again = open("other").store();
        assertEquals(32, Logs.ids(again).size());
        assertEquals(List.of("photon-facts-1\n"), values("facts/upload"), "all was kept");
        again.close();
    }

    @Test
    void aLogOfManySlotsIsReadByPagesOfKeysAndWithoutAnyThatSaysWhereItEnds() throws Exception {
        List<OpenedStore> opened = new ArrayList<>(List.of(open("cache")));
        for (long id = 1; id <= 150; id++) {
            opened.get(0).store().append(List.of(event("s", id)));
        }
        opened.add(open("other"));
        List<Long> all = LongStream.rangeClosed(1, 150).boxed().toList();
        assertEquals(all, Logs.ids(opened.get(1).store()));
        assertEquals(150L, opened.get(1).store().stats().get("slots"));
        for (OpenedStore each : opened) {
            each.store().close();
        }
    }

    @Test
    void factsWithAnyNameOutliveTheProcessAndOfSeveralWritersEachKeepsItsOwn() throws Exception {
        RiakOptions options = TestRiak.options(riak, TYPE, folder);
        RiakServer server = RiakServer.connect(options);
        RiakServer other = RiakServer.connect(options);
        List<FactTable.Fact> facts = new ArrayList<>();
        for (String name : List.of("7 a b\nc", "8 größe/日 +%", "9")) {
            FactTable.Fact fact = new FactTable.Fact("erase", name, facts.size(), -1, Long.MAX_VALUE);
            facts.add(fact);
            (facts.size() % 2 == 0 ? server : other).tables().facts().put(fact);
        }
        assertEquals(facts, server.tables().facts().list("erase"));
        assertEquals(List.of(), server.tables().facts().list("upload"));
        other.tables().facts().remove("erase", "9");
        other.tables().facts().remove("erase", "9");
        assertEquals(facts.subList(0, 2), server.tables().facts().list("erase"));
        server.close();
        other.close();
    }

    @Test
    void aLeaseIsTakenKeptAndGivenUpByComparing() throws Exception {
        RiakServer server = RiakServer.connect(TestRiak.options(riak, TYPE, folder));
        LeaseTable lease = server.tables().lease();
        Duration timeout = Duration.ofSeconds(5);
        LeaseTable.Row mine = new LeaseTable.Row("a host:1", 1, 0);
        assertTrue(lease.take(null, mine, timeout));
        assertTrue(!lease.take(null, new LeaseTable.Row("other", 1, 0), timeout), "there is one");
        assertTrue(lease.take(null, mine, timeout), "it is this one, whatever came before");
        assertTrue(lease.keep("a host:1", 1, new LeaseTable.Row("a host:1", 1, 5), timeout));
        assertTrue(!lease.take(mine, new LeaseTable.Row("other", 2, 0), timeout), "its beat has moved");
        assertTrue(!lease.keep("other", 1, mine, timeout));
        assertTrue(lease.keep("a host:1", 1, new LeaseTable.Row("", 1, 5), timeout));
        assertEquals(new LeaseTable.Row("", 1, 5), lease.read(timeout));
        server.close();
    }
}
