// SPDX-License-Identifier: Apache-2.0
package io.photon.system;

import static io.photon.system.FollowerProcesses.awaitFact;
import static io.photon.system.FollowerProcesses.awaitHead;
import static io.photon.system.FollowerProcesses.backup;
import static io.photon.system.FollowerProcesses.cluster;
import static io.photon.system.FollowerProcesses.fill;
import static io.photon.system.FollowerProcesses.primary;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.photon.rabbit.FreePort;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A follower that reaches its primary over the broker, where no HTTP goes from one to the other; docs/followers. */
class FollowOverBrokerSystemTest {

    private static final String EVENT = "{\"stream-name\":\"s\",\"event-type\":\"t\",\"payload\":1}";
    private static final String PASSWORD = "of-the-broker";

    @TempDir
    Path home;

    private final String port = Integer.toString(FreePort.next());

    private DaemonProcess first(String... more) {
        List<String> settings = new ArrayList<>(
                List.of("-db.backend", "file", "-muon.url", "embedded", "-muon.port", port, "-admin.secret", secret()));
        settings.addAll(List.of(more));
        return primary(home.resolve("a"), settings.toArray(String[]::new));
    }

    private static String secret() {
        return "a secret for tokens that outlive a restart";
    }

    private static String[] following(String url, String token, String... more) {
        List<String> settings = new ArrayList<>(List.of(
                "-db.backend",
                "file",
                "-node.name",
                "second",
                "-muon.url",
                "none",
                "-follow",
                url,
                "-follow.token",
                token));
        settings.addAll(List.of(more));
        return settings.toArray(String[]::new);
    }

    private DaemonProcess second(String token, String... more) {
        return DaemonProcess.start(home.resolve("b"), following("amqp://127.0.0.1:" + port, token, more));
    }

    /** One of a user who may take backups, which outlives a restart. */
    private static String token(DaemonProcess primary) throws IOException {
        post(primary, "/api/user", "{\"username\":\"follower\",\"password\":\"long enough for it\"}");
        post(primary, "/api/grant", "{\"username\":\"follower\",\"roles\":\"admin\"}");
        return HttpDoor.JSON
                .readTree(post(primary, "/auth/token", "{\"name\":\"second\",\"username\":\"follower\"}"))
                .get("token")
                .textValue();
    }

    private static String post(DaemonProcess daemon, String path, String json) throws IOException {
        HttpResponse<String> answer = daemon.http().post(path, "application/json", json);
        assertEquals(200, answer.statusCode(), answer.body());
        return answer.body();
    }

    @Test
    void itHasTheSameBackupAfterLoadLargeEventsDeletionsAndARestartOfThePrimary() throws Exception {
        DaemonProcess first = first();
        String token = token(first);
        fill(first, "early", 6_000);
        try (DaemonProcess second = second(token)) {
            awaitHead(second, first);
            Path large = Files.writeString(
                    home.resolve("large.json"),
                    "{\"stream-name\":\"large\",\"event-type\":\"t\",\"payload\":\"" + "ü".repeat(4 << 20) + "\"}\n");
            assertEquals(
                    200, first.http().upload("/api/events?ack=summary", large).statusCode());
            assertEquals(200, first.http().delete("/api/stream/early1").statusCode());
            fill(first, "late", 500);
            awaitHead(second, first);
            assertEquals(backup(first), backup(second));
            awaitFact(second, "lag-events", "0");
            JsonNode known = cluster(first).get("followers").get(0);
            assertEquals("second", known.get("node").textValue());
            assertTrue(known.get("connected").booleanValue(), known.toString());

            HttpResponse<String> refused = second.http().emit(EVENT);
            assertEquals(421, refused.statusCode(), refused.body());
            assertTrue(refused.body().contains("follows amqp://127.0.0.1:" + port), refused.body());

            first.kill();
            awaitFact(second, "connected", "false");
            assertEquals(421, second.http().emit(EVENT).statusCode());
            first = first("-node.address", "http://photon-1.example.org:3000");
            fill(first, "again", 100);
            awaitHead(second, first);
            assertEquals(backup(first), backup(second));
            refused = second.http().emit(EVENT);
            assertEquals(
                    "http://photon-1.example.org:3000",
                    refused.headers().firstValue("Location").orElse(""),
                    refused.body());
        } finally {
            first.close();
        }
    }

    @Test
    void itSendsPlainAppendsOnAndSaysThatTheOthersNeedHttp() throws Exception {
        try (DaemonProcess first = first("-follow.ack", "1");
                DaemonProcess second = second(token(first), "-follow.forward", "true")) {
            awaitFact(second, "connected", "true");
            HttpResponse<String> sent = second.http().emit(EVENT);
            assertEquals(200, sent.statusCode(), sent.body());
            assertEquals(
                    "replicated",
                    HttpDoor.JSON.readTree(sent.body()).get("durability").textValue());
            fill(second, "many", 200);
            fill(second, "many", 200);
            awaitHead(second, first);
            assertEquals(backup(first), backup(second));
            assertEquals(
                    67,
                    first.http().json("/api/stream/many0").get("total-events").intValue());
            HttpResponse<String> expected = second.http().emit(EVENT, "none");
            assertEquals(421, expected.statusCode(), expected.body());
            assertTrue(expected.body().contains("carries no atomic emits and no expected positions"), expected.body());
        }
    }

    @Test
    void itIsPromotedAndTellsThePrimaryThatComesBackToStepDown() throws Exception {
        DaemonProcess first = first();
        try (DaemonProcess second = second(token(first))) {
            fill(first, "both", 30);
            awaitHead(second, first);
            first.kill();
            awaitFact(second, "connected", "false");
            post(second, "/api/cluster/promote", "");
            assertEquals(200, second.http().emit(EVENT).statusCode());
            first = first();
            awaitFact(first, "role", "retired");
            assertEquals(421, first.http().emit(EVENT).statusCode());
        } finally {
            first.close();
        }
    }

    @Test
    void aWrongTokenAndSettingsThatDoNotFitAreNamedAndNoPasswordIsShown() throws Exception {
        try (DaemonProcess first = first();
                DaemonProcess second = DaemonProcess.start(
                        home.resolve("b"),
                        following("amqp://guest:" + PASSWORD + "@127.0.0.1:" + port, "no token at all"))) {
            awaitFact(second, "connected", "false");
            fill(first, "s", 3);
            io.photon.testing.Eventually.holds(
                    "it says why",
                    () -> !cluster(second).path("trouble").asText("").isEmpty());
            assertFalse(
                    cluster(second).toString().contains(PASSWORD),
                    cluster(second).toString());
            assertFalse(second.stderr().contains(PASSWORD), second.stderr());
            assertFalse(second.http().get("/api/settings").body().contains(PASSWORD));
            DaemonProcess none = DaemonProcess.launch(
                    home.resolve("c"), "-db.backend", "memory", "-follow", "amqp://guest:" + PASSWORD + "@127.0.0.1");
            assertTrue(none.awaitEnd(60) != 0, none::stderr);
            assertTrue(none.stderr().contains("follow.token is not set"), none.stderr());
            assertFalse(none.stderr().contains(PASSWORD), none.stderr());
        }
    }
}
