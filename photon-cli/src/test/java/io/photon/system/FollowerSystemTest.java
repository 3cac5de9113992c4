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
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.photon.rabbit.HoldingProxy;
import io.photon.testing.Eventually;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A follower is its primary, event by event, whatever breaks in between; docs/followers. */
class FollowerSystemTest {

    @TempDir
    Path home;

    @Test
    void aFollowerHasTheSameBackupAfterLoadDeletionsAndRestoresAndTakesNoChanges() throws Exception {
        try (DaemonProcess primary = primary(home.resolve("a"), "-db.backend", "h2")) {
            fill(primary, "early", 600);
            try (DaemonProcess follower =
                    follower(home.resolve("b"), primary.http().base(), primary)) {
                Path file = home.resolve("some.ndjson");
                Files.writeString(file, primary.http().get("/api/backup").body());
                fill(primary, "orders", 2_000);
                assertEquals(200, primary.http().delete("/api/stream/orders1").statusCode());
                assertEquals(
                        200,
                        primary.http().upload("/api/restore?as-new=true", file).statusCode());
                fill(primary, "late", 300);
                awaitHead(follower, primary);
                assertEquals(backup(primary), backup(follower));
                assertEquals(404, follower.http().get("/api/stream/orders1").statusCode());

                JsonNode facts = follower.http().json("/api/stats").get("cluster");
                assertEquals("follower", facts.get("role").textValue());
                assertEquals(0, facts.get("lag-events").intValue());
                assertEquals(200, follower.http().get("/ready?max-lag=5s").statusCode());
                assertEquals(400, follower.http().get("/ready?max-lag=soon").statusCode());
                String metrics = follower.http().get("/metrics").body();
                assertTrue(metrics.contains("photon_follower_lag_events 0"), metrics);

                HttpResponse<String> refused =
                        follower.http().emit("{\"stream-name\":\"orders0\",\"event-type\":\"t\",\"payload\":1}");
                assertEquals(421, refused.statusCode(), refused.body());
                String address = primary.http().base().toString();
                assertEquals(address, refused.headers().firstValue("Location").orElse(""));
                JsonNode why = HttpDoor.JSON.readTree(refused.body());
                assertEquals("not-primary", why.get("code").textValue());
                assertEquals(address, why.get("location").textValue());
                assertTrue(why.get("error").textValue().contains("follows " + address), refused.body());
                assertEquals(421, follower.http().delete("/api/stream/orders0").statusCode());
                assertEquals(421, follower.http().upload("/api/restore", file).statusCode());
                assertEquals(
                        421,
                        follower.http()
                                .post(
                                        "/api/projection",
                                        "application/json",
                                        "{\"projection-name\":\"p\",\"stream-name\":\"orders0\",\"language\":\"javascript\","
                                                + "\"reduction\":\"function(v,e){return 1}\",\"initial-value\":0}")
                                .statusCode());
                assertEquals(
                        421,
                        follower.http()
                                .post(
                                        "/api/user",
                                        "application/json",
                                        "{\"username\":\"ann\",\"password\":\"abcdefghij\"}")
                                .statusCode());
                assertEquals(backup(primary), backup(follower));
                JsonNode known = cluster(primary).get("followers").get(0);
                assertEquals("second", known.get("node").textValue());
                assertTrue(known.get("connected").booleanValue(), known.toString());
            }
        }
    }

    @Test
    void eitherOfThemKilledInMidLoadAndTheLineCutAnywhereTheyGoOnFromTheFollowersHead() throws Exception {
        Path a = home.resolve("a");
        Path b = home.resolve("b");
        DaemonProcess primary = primary(a, "-db.backend", "file");
        try (CuttingProxy line = new CuttingProxy(primary.http().base())) {
            DaemonProcess follower = DaemonProcess.start(b, asAdmin(line.url()));
            try {
                AtomicInteger round = new AtomicInteger();
                for (int kills = 0; kills < 2; kills++) {
                    DaemonProcess loaded = primary;
                    Thread load = new Thread(() -> {
                        try {
                            for (int i = 0; i < 40; i++) {
                                fill(loaded, "load" + round.incrementAndGet() + "-", 100);
                            }
                        } catch (Exception killed) {
                            // the primary is gone: what it answered is compared below
                        }
                    });
                    load.start();
                    int until = round.get() + 10;
                    Eventually.within(60, () -> round.get() >= until, loaded::stderr);
                    line.cut(3, 50_000);
                    if (kills == 0) {
                        follower.kill();
                        follower = DaemonProcess.start(b, asAdmin(line.url()));
                        load.join();
                    } else {
                        primary.kill();
                        load.join();
                        primary = primary(a, "-db.backend", "file");
                        line.passTo(primary.http().base());
                    }
                }
                fill(primary, "after", 10);
                awaitHead(follower, primary);
                assertEquals(backup(primary), backup(follower));
            } finally {
                follower.close();
            }
        } finally {
            primary.close();
        }
    }

    @Test
    void aFollowerWhoseLineIsSilentIsNotReadyForThoseWhoNameALagAndFollowsAgainWhenItSpeaks() throws Exception {
        try (DaemonProcess primary = primary(home.resolve("a"), "-db.backend", "memory");
                HoldingProxy line = new HoldingProxy(primary.http().base().getPort());
                CuttingProxy front = new CuttingProxy(URI.create("http://127.0.0.1:" + line.port()));
                DaemonProcess follower = follower(home.resolve("b"), front.url(), primary)) {
            fill(primary, "s", 10);
            awaitHead(follower, primary);
            assertEquals(200, follower.http().get("/ready?max-lag=1s").statusCode());
            line.hold();
            fill(primary, "t", 10);
            Eventually.within(30, () -> follower.http().get("/ready?max-lag=1s").statusCode() == 503, follower::stderr);
            assertEquals(200, follower.http().get("/ready").statusCode());
            assertEquals(200, follower.http().get("/api/stream/s0").statusCode());
            assertTrue(
                    follower.http()
                                    .json("/api/stats")
                                    .get("cluster")
                                    .get("lag-seconds")
                                    .doubleValue()
                            >= 1,
                    follower.http().get("/api/stats").body());
            front.passTo(primary.http().base());
            awaitHead(follower, primary);
            Eventually.within(30, () -> follower.http().get("/ready?max-lag=1s").statusCode() == 200, follower::stderr);
        }
    }

    @Test
    void aFollowerWithAnotherHistoryFollowsNoMoreAndSaysWhereItDiffers() throws Exception {
        Path b = home.resolve("b");
        long differs;
        try (DaemonProcess primary = primary(home.resolve("a"), "-db.backend", "memory")) {
            fill(primary, "same", 30);
            try (DaemonProcess follower = follower(b, primary.http().base(), primary)) {
                awaitHead(follower, primary);
            }
            try (DaemonProcess alone = primary(b, "-db.backend", "file")) {
                differs = alone.http().stored("{\"stream-name\":\"other\",\"event-type\":\"t\",\"payload\":1}");
            }
            fill(primary, "more", 30);
            try (DaemonProcess follower = follower(b, primary.http().base(), primary)) {
                awaitFact(follower, "differs-at", Long.toString(differs));
                HttpResponse<String> ready = follower.http().get("/ready");
                assertEquals(503, ready.statusCode());
                assertTrue(
                        ready.body().contains("differ from those of the primary at order-id " + differs), ready.body());
                assertEquals(
                        404,
                        follower.http().get("/api/stream/more0").statusCode(),
                        "nothing is added to another history");
            }
        }
    }
}
