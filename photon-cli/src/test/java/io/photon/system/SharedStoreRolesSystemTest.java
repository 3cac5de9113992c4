// SPDX-License-Identifier: Apache-2.0
package io.photon.system;

import static io.photon.system.FollowerProcesses.awaitFact;
import static io.photon.system.FollowerProcesses.cluster;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.photon.testing.RedisProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a node is when its store outlives it in a server, which others may share; docs/followers, docs/cassandra. */
class SharedStoreRolesSystemTest {

    private static final String EVENT = "{\"stream-name\":\"s\",\"event-type\":\"t\",\"payload\":1}";

    @TempDir
    Path home;

    private RedisProcess redis;

    @BeforeEach
    void startRedis() throws IOException {
        RedisProcess.required();
        // As most have it: what it confirms is in its memory for up to a second, so answers say "memory".
        redis = RedisProcess.start(home.resolve("redis"), List.of("--appendonly", "yes", "--appendfsync", "everysec"));
    }

    @AfterEach
    void stopRedis() {
        if (redis != null) {
            redis.close();
        }
    }

    private DaemonProcess serve(String name, String store, String... more) {
        List<String> settings = new ArrayList<>(List.of(
                "-db.backend",
                "redis",
                "-redis.url",
                redis.url(),
                "-redis.prefix",
                store,
                "-redis.lease",
                "2s",
                "-node.name",
                name,
                "-events.port",
                "0",
                "-projections.port",
                "0"));
        settings.addAll(List.of(more));
        return DaemonProcess.start(home.resolve(name), settings.toArray(String[]::new));
    }

    /** Tells a node that another has been promoted. */
    private static int stepDown(DaemonProcess node, long after) throws IOException {
        return node.http()
                .post(
                        "/api/cluster/step-down?epoch=2&after=" + after + "&order-id=" + (after + 1)
                                + "&node-id=other&node=other&address=http://other:3000",
                        "application/json",
                        "")
                .statusCode();
    }

    @Test
    void aNodeIsTheSameAndStaysRetiredAfterARestartWhateverItsServerPromises() throws Exception {
        String nodeId;
        try (DaemonProcess first = serve("first", "p")) {
            nodeId = cluster(first).get("node-id").textValue();
            assertEquals(
                    "memory", first.http().json("/api/stats").get("durability").textValue());
            long orderId = first.http().stored(EVENT);
            assertEquals(200, stepDown(first, orderId));
            awaitFact(first, "role", "retired");
            assertEquals(0, first.stop(), first::stderr);
        }
        try (DaemonProcess again = serve("first", "p")) {
            assertEquals(nodeId, cluster(again).get("node-id").textValue());
            assertEquals("retired", cluster(again).get("role").textValue());
            assertEquals(421, again.http().emit(EVENT).statusCode());
        }
        try (DaemonProcess memory = DaemonProcess.start(home.resolve("first"), "-db.backend", "dummy")) {
            assertNotEquals(nodeId, cluster(memory).get("node-id").textValue(), "its events are gone with it");
        }
    }
}
