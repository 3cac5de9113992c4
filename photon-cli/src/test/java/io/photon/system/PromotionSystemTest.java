// SPDX-License-Identifier: Apache-2.0
package io.photon.system;

import static io.photon.system.FollowerProcesses.asAdmin;
import static io.photon.system.FollowerProcesses.awaitFact;
import static io.photon.system.FollowerProcesses.awaitHead;
import static io.photon.system.FollowerProcesses.backup;
import static io.photon.system.FollowerProcesses.cluster;
import static io.photon.system.FollowerProcesses.fill;
import static io.photon.system.FollowerProcesses.follower;
import static io.photon.system.FollowerProcesses.primary;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Failing over and back, answers that wait for a follower, and appends that are sent on; docs/followers. */
class PromotionSystemTest {

    private static final String EVENT = "{\"stream-name\":\"s\",\"event-type\":\"t\",\"payload\":1}";

    @TempDir
    Path home;

    @Test
    void aFollowerIsPromotedAndThePrimaryThatComesBackStepsDownWithWhatNeverReachedIt() throws Exception {
        Path a = home.resolve("a");
        Path b = home.resolve("b");
        DaemonProcess old = primary(a, "-db.backend", "file");
        try (CuttingProxy line = new CuttingProxy(old.http().base())) {
            URI gone = URI.create("http://127.0.0.1:1");
            try (DaemonProcess fresh = DaemonProcess.start(b, asAdmin(line.url()))) {
                fill(old, "both", 300);
                awaitHead(fresh, old);
                line.passTo(gone);
                line.cutNow();
                awaitFact(fresh, "connected", "false");
                fill(old, "lost", 7);
                old.kill();

                PhotonProcess promoted = PhotonProcess.run(
                        home,
                        fresh.http(),
                        "promote",
                        "--url",
                        fresh.http().base().toString());
                assertEquals(0, promoted.code(), promoted.err());
                assertEquals(
                        2, HttpDoor.JSON.readTree(promoted.out()).get("epoch").intValue(), promoted.out());
                assertEquals("primary", cluster(fresh).get("role").textValue());
                assertFalse(promoted.err().contains("already"), promoted.err());
                PhotonProcess again = PhotonProcess.run(
                        home,
                        fresh.http(),
                        "promote",
                        "--url",
                        fresh.http().base().toString());
                assertEquals(0, again.code(), again.err());
                assertTrue(again.err().contains("it was the primary already; nothing was changed"), again.err());
                assertEquals(200, fresh.http().emit(EVENT).statusCode());
                assertEquals(
                        200,
                        fresh.http()
                                .post("/api/cluster/promote", "application/json", "")
                                .statusCode());

                old = primary(a, "-db.backend", "file");
                line.passTo(old.http().base());
                awaitFact(old, "role", "retired");
                JsonNode retired = cluster(old);
                awaitFact(old, "unreplicated", "7");
                assertEquals(421, old.http().emit(EVENT).statusCode());
                assertEquals(503, old.http().get("/ready").statusCode());
                assertEquals(200, old.http().get("/api/stream/lost0").statusCode());
                String file = cluster(old).get("unreplicated-file").textValue();
                assertTrue(
                        cluster(old)
                                .get("trouble")
                                .textValue()
                                .contains("7 events of this one never reached it and are in " + file),
                        retired.toString());

                old.stop();
                old = primary(a, "-db.backend", "file");
                assertEquals("retired", cluster(old).get("role").textValue(), "also after a restart");
                assertEquals(421, old.http().emit(EVENT).statusCode());

                HttpResponse<String> brought = fresh.http().upload("/api/restore?as-new=true", Path.of(file));
                assertEquals(200, brought.statusCode(), brought.body());
                assertEquals(
                        7,
                        HttpDoor.JSON.readTree(brought.body()).get("restored").intValue());

                try (DaemonProcess back = DaemonProcess.start(
                        home.resolve("a2"), asAdmin(fresh.http().base(), "-node.name", "back"))) {
                    awaitHead(back, fresh);
                    assertEquals(backup(fresh), backup(back));
                    assertEquals(2, cluster(back).get("epoch").intValue());
                }
            }
            try (DaemonProcess again = DaemonProcess.start(b, asAdmin(line.url()))) {
                assertEquals("primary", cluster(again).get("role").textValue(), "it was promoted, so it is that");
            }
        } finally {
            old.close();
        }
    }

    @Test
    void appendsAreSentOnThroughAChainAndAnEmitWaitsForTheDiskOfAFollower() throws Exception {
        try (DaemonProcess first = primary(
                        home.resolve("a"), "-db.backend", "file", "-follow.ack", "1", "-follow.ack-timeout", "2s");
                DaemonProcess second =
                        follower(home.resolve("b"), first.http().base(), first, "-follow.forward", "true")) {
            fill(first, "early", 100);
            try (DaemonProcess third = follower(
                    home.resolve("c"),
                    second.http().base(),
                    second,
                    "-follow.forward",
                    "true",
                    "-node.name",
                    "third")) {
                awaitHead(third, first);
                HttpResponse<String> sent = third.http().emit(EVENT);
                assertEquals(200, sent.statusCode(), sent.body());
                JsonNode answer = HttpDoor.JSON.readTree(sent.body());
                assertEquals("replicated", answer.get("durability").textValue());
                long orderId = answer.get("order-id").longValue();
                assertEquals(
                        200,
                        third.http().get("/api/event/s/" + orderId).statusCode(),
                        "who has the answer finds the event");
                assertEquals(409, third.http().emit(EVENT, "none").statusCode());
                fill(third, "many", 90);
                fill(third, "many", 90);
                awaitHead(third, first);
                assertEquals(backup(first), backup(third));
                assertEquals(
                        90,
                        first.http()
                                        .json("/api/stream/many0")
                                        .get("total-events")
                                        .intValue()
                                * 3);
                assertEquals(421, third.http().delete("/api/stream/many0").statusCode());
            }
            second.kill();
            HttpResponse<String> alone = first.http().emit(EVENT);
            assertEquals(200, alone.statusCode(), alone.body());
            assertEquals(
                    "fsync",
                    HttpDoor.JSON.readTree(alone.body()).get("durability").textValue(),
                    "it is stored here and nowhere else");
        }
    }
}
