// SPDX-License-Identifier: Apache-2.0
package io.photon.system;

import static io.photon.system.FollowerProcesses.awaitFact;
import static io.photon.system.FollowerProcesses.awaitHead;
import static io.photon.system.FollowerProcesses.cluster;
import static io.photon.system.FollowerProcesses.fill;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.testing.Eventually;
import io.photon.testing.RedisProcess;
import java.io.IOException;
import java.net.http.HttpResponse;
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

    @Test
    void aStandbyOfARetiredWriterTakesNoEventsWhenThatIsGone() throws Exception {
        try (DaemonProcess standby = standbyOfARetiredOne()) {
            Eventually.holds(() -> standby.stderr().contains("this log appends now"), standby::stderr);
            assertEquals(421, standby.http().emit(EVENT).statusCode());
            awaitFact(standby, "role", "retired");
            awaitFact(standby, "unreplicated", "1");
            assertTrue(
                    cluster(standby).get("unreplicated-file").textValue().endsWith(".ndjson on a"),
                    cluster(standby).toString());
            assertEquals(2, standby.http().replay("s").size());
        }
        try (DaemonProcess again = serve("c", "p")) {
            assertEquals("retired", cluster(again).get("role").textValue(), "also one that was not there before");
        }
    }

    private DaemonProcess standbyOfARetiredOne() throws Exception {
        try (DaemonProcess writer = serve("a", "p")) {
            DaemonProcess standby = serve("b", "p");
            awaitFact(standby, "role", "standby");
            long orderId = writer.http().stored(EVENT);
            writer.http().stored(EVENT);
            assertEquals(200, stepDown(writer, orderId));
            assertEquals(421, writer.http().emit(EVENT).statusCode());
            assertEquals(0, writer.stop(), writer::stderr);
            return standby;
        }
    }

    @Test
    void oneOfTwoFollowersOnAStoreIsPromotedAndTheOtherFailsOverAlsoAfterARestart() throws Exception {
        try (DaemonProcess old = FollowerProcesses.primary(home.resolve("old"), "-db.backend", "file")) {
            String[] follow = {
                "-follow",
                old.http().base().toString(),
                "-follow.token",
                old.http().token()
            };
            fill(old, "both", 30);
            DaemonProcess second = serve("a", "q", follow);
            try (DaemonProcess third = serve("b", "q", follow)) {
                awaitHead(second, old);
                awaitHead(third, old);
                promote(second);
                second.http().stored(EVENT);
                awaitFact(third, "role", "standby");
                awaitFact(third, "epoch", "2");
                second.kill();
                storeAtLast(third);
                awaitFact(old, "role", "retired");
            } finally {
                second.close();
            }
            try (DaemonProcess again = serve("b", "q", follow)) {
                storeAtLast(again);
                assertEquals(2, cluster(again).get("epoch").intValue());
                assertEquals(3, again.http().replay("s").size());
            }
        }
    }

    private static void promote(DaemonProcess node) throws Exception {
        HttpResponse<String> answer = node.http().post("/api/cluster/promote?force=true", "application/json", "");
        assertEquals(200, answer.statusCode(), answer.body());
    }

    private static void storeAtLast(DaemonProcess node) throws Exception {
        Eventually.holds(() -> node.http().emit(EVENT).statusCode() == 200, node::stderr);
    }

    @Test
    void theStatusListsAllPhotonsOnAStoreAndAMigrationSaysThatAllAreToBeStopped() throws Exception {
        try (DaemonProcess writer = serve("a", "r");
                DaemonProcess standby = serve("b", "r")) {
            writer.http().stored(EVENT);
            for (DaemonProcess each : List.of(writer, standby)) {
                String other = each == writer ? "standby" : "writer";
                Eventually.holds(
                        () -> cluster(each)
                                .get("same-store")
                                .path(0)
                                .path("role")
                                .asText()
                                .equals(other),
                        each::stderr);
            }
            PhotonProcess shown = PhotonProcess.run(
                    home,
                    standby.http(),
                    "cluster",
                    "status",
                    "-o",
                    "table",
                    "--url",
                    standby.http().base().toString());
            assertEquals(0, shown.code(), shown.err());
            assertTrue(
                    shown.out()
                            .matches("(?s).*\\nb +standby .*\\na +writer +- .*"
                                    + writer.http().base() + ".*"),
                    shown.out());
            PhotonProcess moved = PhotonProcess.run(
                    home,
                    writer.http(),
                    "migrate",
                    "--from",
                    writer.http().base().toString(),
                    "--to",
                    "file",
                    "file.path=" + home.resolve("moved"));
            assertEquals(0, moved.code(), moved.err());
            assertTrue(
                    moved.err()
                            .replaceAll("\\s+", " ")
                            .contains("stop them first (b at " + standby.http().base() + "), then stop it"),
                    moved.err());
        }
    }
}
