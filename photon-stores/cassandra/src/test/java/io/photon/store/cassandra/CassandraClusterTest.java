// SPDX-License-Identifier: Apache-2.0
package io.photon.store.cassandra;

import static io.photon.store.testkit.Events.event;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.store.EventStore.Durability;
import io.photon.store.Fence;
import io.photon.store.StoreException;
import io.photon.store.StoreException.Kind;
import io.photon.store.backend.OpenedStore;
import io.photon.store.backend.SlotOptions;
import io.photon.store.testkit.Logs;
import io.photon.testing.CassandraProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Three nodes with three copies: one may be lost, and all may be killed at once, without the loss of what was answered. */
@Tag("soak")
@Timeout(900)
class CassandraClusterTest {

    @TempDir
    Path folder;

    private List<CassandraProcess> nodes = List.of();
    private final List<OpenedStore> opened = new ArrayList<>();
    private final Set<Long> answered = new TreeSet<>();
    private final Set<Long> unknown = new TreeSet<>();
    private long next = 1;

    @AfterEach
    void stop() throws StoreException {
        for (OpenedStore each : opened) {
            each.lease().close();
            each.store().close();
        }
        nodes.forEach(CassandraProcess::close);
    }

    private OpenedStore open() throws StoreException {
        CassandraProcess node = nodes.get(0);
        OpenedStore store = TestCassandra.open(new CassandraOptions(
                nodes.stream().map(CassandraProcess::address).toList(),
                node.port(),
                "photon",
                null,
                "cassandra",
                "cassandra",
                null,
                Map.of("", 3),
                new SlotOptions(
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(5),
                        true,
                        folder.resolve("cache-" + opened.size()),
                        "")));
        opened.add(store);
        return store;
    }

    @Test
    void nodesAreKilledOneByOneAndAllTogetherAndEachAnsweredEventIsThereOnce() throws Exception {
        nodes = CassandraProcess.startThree(folder.resolve("nodes"), CassandraProcess.DURABLE);
        OpenedStore writer = Logs.eventually(this::open);
        assertEquals(Durability.REPLICATED, writer.store().durability());
        Fence fence = Logs.eventually(() ->
                writer.lease().acquire().orElseThrow(() -> new StoreException(Kind.FAILED, "another holds the lease")));
        append(writer, fence, 100);
        for (CassandraProcess node : nodes) {
            node.kill();
            append(writer, fence, 30);
            node.start();
            append(writer, fence, 30);
        }
        nodes.forEach(CassandraProcess::kill);
        for (CassandraProcess node : nodes) {
            node.launch();
        }
        append(writer, fence, 50);
        assertTrue(answered.size() >= 200, answered.size() + " events were stored");
        OpenedStore fresh = Logs.eventually(this::open);
        for (OpenedStore each : List.of(writer, fresh)) {
            List<Long> ids = Logs.ids(each.store());
            assertEquals(new TreeSet<>(ids).size(), ids.size(), "none twice");
            Set<Long> missing = new TreeSet<>(answered);
            ids.forEach(missing::remove);
            assertEquals(Set.of(), missing);
            Set<Long> more = new TreeSet<>(ids);
            more.removeAll(answered);
            more.removeAll(unknown);
            assertEquals(Set.of(), more, "none that was refused");
        }
    }

    /** Each event has an order-id of its own, whether it is stored or not. */
    private void append(OpenedStore writer, Fence fence, int count) throws StoreException {
        for (int stored = 0; stored < count; ) {
            long id = next++;
            try {
                writer.store().append(List.of(event("s", id)), fence);
                answered.add(id);
                stored++;
            } catch (StoreException e) {
                assertTrue(e.kind() == Kind.OUTCOME_UNKNOWN || e.kind() == Kind.REFUSED, e.kind() + e.getMessage());
                if (e.kind() == Kind.OUTCOME_UNKNOWN) {
                    unknown.add(id);
                }
                Logs.eventually(() -> {
                    writer.store().takeOver(fence);
                    return null;
                });
            }
        }
    }
}
