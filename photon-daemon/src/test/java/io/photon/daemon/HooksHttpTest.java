// SPDX-License-Identifier: Apache-2.0
package io.photon.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.cloudevents.jackson.JsonFormat;
import io.photon.door.http.wire.HttpSettings;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Deliveries, signed by openssl, to hooks. */
@Timeout(90)
class HooksHttpTest {

    private static final JsonMapper JSON = new JsonMapper();
    private static final String SECRET = "a secret that both sides know";
    private static final String PUSH = "{\"ref\":\"refs/heads/main\",\"amount\":12.50,\"action\":\"opened\"}";

    @TempDir
    Path dir;

    private Daemon daemon;

    @BeforeEach
    void start() {
        daemon = Daemon.start(Daemon.config(dir, "file", HttpSettings.plain("localhost", 0)));
    }

    @AfterEach
    void stop() {
        daemon.close();
    }

    private JsonNode ask(String target, String json) throws IOException {
        HttpResponse<String> answer = daemon.post(target, "application/json", json);
        assertEquals(200, answer.statusCode(), answer.body());
        return JSON.readTree(answer.body());
    }

    /** @param more fields of the definition, after a comma */
    private JsonNode hook(String name, String scheme, String more) throws IOException {
        return ask(
                "/api/hook",
                "{\"hook\":\"" + name + "\",\"stream\":\"came\",\"scheme\":\"" + scheme + "\"" + more + "}");
    }

    private void github() throws IOException {
        hook("gh", "github", ",\"secret\":\"" + SECRET + "\"");
    }

    private HttpResponse<String> deliver(String name, String body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(daemon.photon.url() + "/hooks/" + name))
                .timeout(Duration.ofSeconds(30))
                .POST(BodyPublishers.ofString(body));
        if (!Arrays.asList(headers).contains("Content-Type")) {
            request.header("Content-Type", "application/json");
        }
        return Daemon.send(headers.length == 0 ? request : request.headers(headers));
    }

    private HttpResponse<String> push(String body, String id, String secret) {
        return deliver(
                "gh",
                body,
                "X-GitHub-Event",
                "push",
                "X-GitHub-Delivery",
                id,
                "X-Hub-Signature-256",
                Signing.github(secret, body));
    }

    private List<JsonNode> stored() {
        return daemon.get("/api/replay/came?type=cold")
                .body()
                .lines()
                .map(HooksHttpTest::parsed)
                .toList();
    }

    private static JsonNode parsed(String json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new AssertionError(json, e);
        }
    }

    private static void assertStored(HttpResponse<String> answer) {
        assertEquals(200, answer.statusCode(), answer.body());
        assertTrue(parsed(answer.body()).path("order-id").asLong() > 0, answer.body());
    }

    @Test
    void aDeliveryOfGitHubIsStoredOnceHoweverOftenItComes() throws IOException {
        github();
        assertStored(push(PUSH, "d-1", SECRET));
        assertTrue(parsed(push(PUSH, "d-1", SECRET).body()).path("duplicate").booleanValue());
        HttpResponse<String> counted = push(PUSH.replace("main", "next"), "d-1", SECRET);
        assertEquals("{\"duplicate\":true}", counted.body().strip());
        assertStored(push(PUSH, "d-2", SECRET));
        assertEquals(2, stored().size());
        JsonNode event = stored().get(0);
        assertEquals("push", event.path("event-type").textValue());
        assertTrue(event.path("local-id").textValue().matches("hook:gh@\\d{16} d-1"), event.toString());
        assertEquals("gh", event.path("hook").textValue());
        assertEquals("refs/heads/main", event.at("/payload/ref").textValue());
        assertTrue(daemon.get("/api/replay/came?type=cold").body().contains("\"amount\":12.50"));
        JsonNode shown = parsed(daemon.get("/api/hook/gh").body());
        assertEquals(
                "[2,2,0]",
                "[" + shown.path("stored") + "," + shown.path("duplicates") + "," + shown.path("failed") + "]");
        assertTrue(daemon.get("/metrics").body().contains("photon_hook_deliveries_total{outcome=\"stored\"} 2"));
    }

    @Test
    void whoeverSignsWronglyIsToldTheSameAsOneWhoAsksForNoHook() throws IOException {
        github();
        String wrong = Signing.github("another secret than that", PUSH);
        HttpResponse<String> none = deliver("none", PUSH, "X-Hub-Signature-256", wrong);
        assertEquals(401, none.statusCode());
        for (String signature : List.of(
                wrong, "sha256=", "sha256=zz", wrong.substring(0, 40), Signing.github(SECRET, PUSH + " "), "sha1=x")) {
            HttpResponse<String> refused = deliver("gh", PUSH, "X-Hub-Signature-256", signature);
            assertEquals(401, refused.statusCode(), signature);
            assertEquals(none.body(), refused.body());
        }
        assertEquals(none.body(), deliver("gh", PUSH).body());
        assertEquals(
                none.body(),
                deliver("gh", "no json", "X-Hub-Signature-256", wrong).body());
        assertEquals(List.of(), stored());
        String log = daemon.get("/api/log").body();
        assertTrue(log.contains("a delivery to hook 'gh': its signature does not fit"), log);
        assertTrue(log.contains("a delivery to a hook that is not there"), log);
        assertTrue(log.contains("it has no signature in X-Hub-Signature-256"), log);
    }

    @Test
    void standardWebhooksAreCheckedWithTheirTimeAndAnyOfSeveralSignatures() throws IOException {
        JsonNode made = hook("std", "standard", ",\"tolerance\":60");
        String secret = made.path("secret").textValue();
        assertTrue(secret.startsWith("whsec_"), secret);
        byte[] key = Base64.getDecoder().decode(secret.substring(6));
        String body = "{\"type\":\"invoice.paid\",\"data\":{\"id\":7}}";
        long now = System.currentTimeMillis() / 1_000;
        assertStored(standard(key, "msg_1", now, body, "v1,AAAA v1a,xyz v1,%s"));
        assertEquals("invoice.paid", stored().get(0).path("event-type").textValue());
        assertTrue(standard(key, "msg_1", now - 5, body, "v1,%s").body().contains("\"duplicate\":true"));
        assertEquals(401, standard(key, "msg_2", now - 70, body, "v1,%s").statusCode());
        assertEquals(401, standard(key, "msg_2", now + 70, body, "v1,%s").statusCode());
        assertEquals(401, standard(key, "msg_2", now, body, "%s").statusCode());
        assertStored(standard(key, "msg_2", now - 50, body, "v1,%s"));
        assertEquals(401, standard(key, "msg.3", now, body, "v1,%s").statusCode());
        assertTrue(daemon.get("/api/log").body().contains("its webhook-id has a dot"));
        assertTrue(daemon.get("/api/log").body().contains("s away from now, more than the 60 s"));
    }

    private HttpResponse<String> standard(byte[] key, String id, long time, String body, String form) {
        String mac = Base64.getEncoder().encodeToString(Signing.mac("sha256", key, id + "." + time + "." + body));
        return deliver(
                "std",
                body,
                "webhook-id",
                id,
                "webhook-timestamp",
                Long.toString(time),
                "webhook-signature",
                form.replace("%s", mac));
    }

    @Test
    void stripeSignsItsTimeAndItsEventHasTheId() throws IOException {
        String secret = "whsec_of_stripe_is_used_as_it_stands";
        hook("st", "stripe", ",\"secret\":\"" + secret + "\"");
        String body = "{\"id\":\"evt_1\",\"type\":\"charge.succeeded\",\"pending_webhooks\":1}";
        long now = System.currentTimeMillis() / 1_000;
        assertStored(stripe(secret, now, body));
        assertEquals(
                "{\"duplicate\":true}",
                stripe(secret, now, body.replace(":1}", ":2}")).body().strip());
        assertEquals(401, stripe(secret, now - 400, body).statusCode());
        JsonNode event = stored().get(0);
        assertEquals("charge.succeeded", event.path("event-type").textValue());
        assertTrue(event.path("local-id").textValue().matches("hook:st@\\d{16} evt_1"), event.toString());
        HttpResponse<String> noId = stripe(secret, now, "{\"type\":\"x\"}");
        assertEquals(400, noId.statusCode());
        assertTrue(noId.body().contains("the delivery has no id in .id"), noId.body());
        assertTrue(parsed(daemon.get("/api/hook/st").body())
                .path("last-problem")
                .textValue()
                .contains("no id"));
    }

    private HttpResponse<String> stripe(String secret, long time, String body) {
        String mac = HexFormat.of().formatHex(Signing.mac(secret, time + "." + body));
        return deliver("st", body, "Stripe-Signature", "t=" + time + ",v0=00,v1=" + mac);
    }

    @Test
    void aHeaderOfAnyNameMaySignAndTypeAndIdAreWhereTheHookSays() throws IOException {
        hook(
                "own",
                "header",
                ",\"secret\":\"" + SECRET + "\",\"signature-header\":\"X-Sig\",\"algorithm\":\"sha512\","
                        + "\"encoding\":\"base64\",\"prefix\":\"v=\",\"type-from\":\"header:X-Kind,.action\",\"id-from\":\"digest\","
                        + "\"event-type\":\"usual\"");
        byte[] key = SECRET.getBytes(StandardCharsets.UTF_8);
        String mac = "v=" + Base64.getEncoder().encodeToString(Signing.mac("sha512", key, PUSH));
        assertStored(deliver("own", PUSH, "X-Sig", mac, "X-Kind", "issue"));
        assertTrue(deliver("own", PUSH, "X-Sig", mac, "X-Kind", "issue").body().contains("\"duplicate\":true"));
        String other = "[1]";
        assertStored(deliver(
                "own", other, "X-Sig", "v=" + Base64.getEncoder().encodeToString(Signing.mac("sha512", key, other))));
        assertEquals("issue.opened", stored().get(0).path("event-type").textValue());
        assertEquals("usual", stored().get(1).path("event-type").textValue());
        assertEquals(401, deliver("own", PUSH, "X-Sig", mac.substring(2)).statusCode());
    }

    @Test
    void noTwoDeliveriesHaveOneIdWhenItStandsInSeveralPlaces() throws IOException {
        hook("gh", "github", ",\"secret\":\"" + SECRET + "\",\"id-from\":\".a,.b\"");
        assertStored(push("{\"a\":\"1.2\",\"b\":\"3\"}", "any", SECRET));
        assertStored(push("{\"a\":\"1\",\"b\":\"2.3\"}", "any", SECRET));
        assertStored(push("{\"a\":\"1\\\\.2\",\"b\":\"3\"}", "any", SECRET));
        HttpResponse<String> half = push("{\"a\":\"1.2\"}", "any", SECRET);
        assertEquals(400, half.statusCode());
        assertTrue(half.body().contains("the delivery has no id in .b"), half.body());
        assertEquals(3, stored().size());
    }

    @Test
    void aHookThatIsAddedAnewForgetsTheIdsOfTheOneBefore() throws IOException {
        github();
        assertStored(push(PUSH, "7", SECRET));
        assertEquals(200, daemon.delete("/api/hook/gh").statusCode());
        github();
        assertStored(push("{\"from\":\"another sender\"}", "7", SECRET));
        assertEquals(2, stored().size());
    }

    @Test
    void whatAnotherHasStoredUnderTheIdOfADeliveryIsNotTakenForIt() throws IOException {
        github();
        hook("other", "github", ",\"secret\":\"" + SECRET + "\"");
        assertStored(push(PUSH, "1", SECRET));
        String localId = stored().get(0).path("local-id").textValue();
        HttpResponse<String> foreign =
                signed("other", cloudEvent(localId.split(" ")[0], "2", 1), "application/cloudevents+json", "x");
        assertEquals(400, foreign.statusCode());
        assertTrue(foreign.body().contains("begins with 'hook:'"), foreign.body());
        ask(
                "/api/event",
                "{\"stream-name\":\"came\",\"event-type\":\"t\",\"local-id\":\"" + localId.replace(" 1", " 2")
                        + "\",\"payload\":1}");
        HttpResponse<String> taken = push(PUSH, "2", SECRET);
        assertEquals(409, taken.statusCode(), taken.body());
        assertTrue(parsed(daemon.get("/api/hook/gh").body())
                .path("last-problem")
                .textValue()
                .contains("is taken"));
        assertStored(signed("gh", cloudEvent("/shop", "1", 1), "application/cloudevents+json", "x"));
        assertEquals(
                "{\"duplicate\":true}",
                signed("gh", cloudEvent("/shop", "1", 2), "application/cloudevents+json", "x")
                        .body()
                        .strip());
        assertEquals(
                409,
                signed("other", cloudEvent("/shop", "1", 1), "application/cloudevents+json", "x")
                        .statusCode());
    }

    private static String cloudEvent(String source, String id, int attempt) {
        return "{\"specversion\":\"1.0\",\"source\":\"" + source + "\",\"id\":\"" + id
                + "\",\"type\":\"t\",\"data\":{\"attempt\":" + attempt + "}}";
    }

    @Test
    void formsTextsAndBytesAreStoredToo() throws IOException {
        github();
        String form = "payload=" + URLEncoder.encode(PUSH, StandardCharsets.UTF_8);
        assertStored(signed(form, "application/x-www-form-urlencoded", "1"));
        assertStored(signed("a=1&b=%C3%BC+x", "application/x-www-form-urlencoded", "2"));
        assertStored(signed("Grüße", "text/plain", "3"));
        List<JsonNode> events = stored();
        assertEquals("opened", events.get(0).at("/payload/action").textValue());
        assertEquals(
                "{\"a\":\"1\",\"b\":\"ü x\"}", events.get(1).path("payload").toString());
        assertEquals("Grüße", events.get(2).path("payload").textValue());
        assertEquals("text", events.get(2).path("payload-as").textValue());
        assertEquals(400, signed("{", "application/json", "4").statusCode());
        assertEquals(
                400, signed("a=%zz", "application/x-www-form-urlencoded", "5").statusCode());
        HttpResponse<String> large = deliver("gh", "x".repeat(17 << 20));
        assertEquals(413, large.statusCode());
    }

    private HttpResponse<String> signed(String body, String type, String id) {
        return signed("gh", body, type, id);
    }

    private HttpResponse<String> signed(String name, String body, String type, String id) {
        return deliver(
                name,
                body,
                "Content-Type",
                type,
                "X-GitHub-Delivery",
                id,
                "X-Hub-Signature-256",
                Signing.github(SECRET, body));
    }

    @Test
    void aCloudEventIsStoredWithItsOwnTypeAndIdAndNotWithAttributesThatNothingSigns() throws IOException {
        github();
        byte[] json = new JsonFormat()
                .serialize(CloudEventBuilder.v1()
                        .withId("1")
                        .withSource(URI.create("/shop"))
                        .withType("order.placed")
                        .withData("application/json", "{\"n\":1}".getBytes(StandardCharsets.UTF_8))
                        .build());
        String body = new String(json, StandardCharsets.UTF_8);
        assertStored(signed(body, "application/cloudevents+json", "ignored"));
        assertTrue(signed(body, "application/cloudevents+json", "other").body().contains("\"duplicate\":true"));
        assertEquals("order.placed", stored().get(0).path("event-type").textValue());
        assertEquals("/shop 1", stored().get(0).path("local-id").textValue());
        assertEquals("gh", stored().get(0).path("hook").textValue());
        assertEquals(
                415,
                deliver(
                                "gh",
                                "1",
                                "ce-specversion",
                                "1.0",
                                "ce-id",
                                "2",
                                "X-Hub-Signature-256",
                                Signing.github(SECRET, "1"))
                        .statusCode());
    }

    @Test
    void aSecretIsChangedWithoutLosingADelivery() throws IOException {
        github();
        String second =
                ask("/api/hook/gh/rotate", "{\"grace\":600}").path("secret").textValue();
        assertNotEquals(SECRET, second);
        assertStored(push(PUSH, "1", SECRET));
        assertStored(push(PUSH, "2", second));
        String third =
                ask("/api/hook/gh/rotate", "{\"grace\":600}").path("secret").textValue();
        assertEquals(401, push(PUSH, "3", SECRET).statusCode()); // two are good, not three
        assertStored(push(PUSH, "3", second));
        String fourth =
                ask("/api/hook/gh/rotate", "{\"grace\":0}").path("secret").textValue();
        assertEquals(401, push(PUSH, "4", third).statusCode());
        assertStored(push(PUSH, "4", fourth));
        assertEquals(200, daemon.delete("/api/hook/gh").statusCode());
        assertEquals(401, push(PUSH, "5", fourth).statusCode());
    }

    @Test
    void hooksAreThereAfterARestartAndNoFileAnswerOrBackupShowsASecret() throws IOException {
        github();
        String random = hook("std", "standard", "").path("secret").textValue();
        assertStored(push(PUSH, "1", SECRET));
        String answers = daemon.get("/api/hooks").body()
                + daemon.get("/api/backup").body()
                + daemon.get("/api/log").body()
                + daemon.get("/api/replay/__security__?type=cold").body()
                + daemon.get("/api/hook/gh").body();
        assertTrue(answers.contains("create-hook"), answers);
        daemon.close();
        StringBuilder files = new StringBuilder();
        try (Stream<Path> all = Files.walk(dir)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                files.append(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
            }
        }
        for (String secret : List.of(SECRET, random, random.substring(6))) {
            assertFalse(answers.contains(secret));
            assertFalse(files.toString().contains(secret));
        }
        start();
        assertTrue(push(PUSH, "1", SECRET).body().contains("\"duplicate\":true"));
        daemon.close();
        try (Stream<Path> all = Files.walk(dir)) {
            Files.delete(all.filter(file -> file.endsWith("admin.secret"))
                    .findFirst()
                    .orElseThrow());
        }
        start();
        assertFalse(parsed(daemon.get("/api/hook/gh").body()).path("usable").booleanValue());
        assertEquals(401, push(PUSH, "2", SECRET).statusCode());
        HttpResponse<String> tried = daemon.post("/api/hook/gh/test", "application/json", "{}");
        assertEquals(409, tried.statusCode());
        assertTrue(tried.body().contains("photon hook rotate gh"), tried.body());
        ask("/api/hook/gh/rotate", "{\"secret\":\"" + SECRET + "\"}");
        assertStored(push(PUSH, "2", SECRET));
    }

    @Test
    void aTestSignsAndChecksAndStoresNothing() throws IOException {
        github();
        hook("std", "standard", "");
        hook("st", "stripe", ",\"type-from\":\".data.kind\"");
        hook("own", "header", ",\"signature-header\":\"X-Sig\",\"id-from\":\"digest\"");
        for (String name : List.of("gh", "std", "st", "own")) {
            JsonNode tried = ask("/api/hook/" + name + "/test", "{}");
            assertEquals("came", tried.at("/event/stream-name").textValue());
            assertTrue(tried.at("/event/local-id").textValue().startsWith("hook:" + name + "@"), tried.toString());
        }
        JsonNode tried = ask("/api/hook/gh/test", "{\"payload\":\"{\\\"n\\\":1.50}\"}");
        assertEquals("test", tried.at("/event/event-type").textValue());
        assertEquals(List.of(), stored());
    }

    @Test
    void aHookThatCannotWorkIsNotMade() {
        for (String[] each : new String[][] {
            {"\"hook\":\"a/b\",\"stream\":\"s\",\"scheme\":\"github\"", "cannot be the name of a hook"},
            {"\"hook\":\"a\",\"stream\":\"__security__\",\"scheme\":\"github\"", "__security__"},
            {"\"hook\":\"a\",\"stream\":\"s\",\"scheme\":\"gitlab\"", "use one of github, standard, stripe, header"},
            {"\"hook\":\"a\",\"stream\":\"s\",\"scheme\":\"header\"", "name the header"},
            {"\"hook\":\"a\",\"stream\":\"s\",\"scheme\":\"github\",\"secret\":\"short\"", "it could be guessed"},
            {"\"hook\":\"a\",\"stream\":\"s\",\"scheme\":\"standard\",\"secret\":\"whsec_%%%%\"", "Base64"},
            {"\"hook\":\"a\",\"stream\":\"s\",\"scheme\":\"github\",\"tolerance\":5", "tolerance is for schemes"},
            {"\"hook\":\"a\",\"stream\":\"s\",\"scheme\":\"stripe\",\"tolerance\":0", "1 to 3600"},
            {"\"hook\":\"a\",\"stream\":\"s\",\"scheme\":\"github\",\"type-from\":\"type\"", "is not a place"},
            {"\"hook\":\"a\",\"stream\":\"s\",\"scheme\":\"github\",\"prefix\":\"x\"", "are for the scheme header"},
        }) {
            HttpResponse<String> answer = daemon.post("/api/hook", "application/json", "{" + each[0] + "}");
            assertEquals(each[0].contains("__security__") ? 403 : 400, answer.statusCode(), answer.body());
            assertTrue(answer.body().contains(each[1]), answer.body());
        }
    }

    @Test
    void guessesWaitAndThenAreRefusedWhileTheOwnerGoesOn() throws Exception {
        github();
        int unavailable = 0;
        List<java.util.concurrent.CompletableFuture<Integer>> guesses = new java.util.ArrayList<>();
        for (int i = 0; i < 60; i++) {
            String guess = "sha256=" + "f".repeat(60) + (1_000 + i);
            guesses.add(java.util.concurrent.CompletableFuture.supplyAsync(
                    () -> deliver("gh", PUSH, "X-Hub-Signature-256", guess, "X-Forwarded-For", "1.2.3.4")
                            .statusCode(),
                    command -> new Thread(command).start()));
        }
        for (var guess : guesses) {
            int status = guess.get();
            assertTrue(status == 401 || status == 503, "" + status);
            unavailable += status == 503 ? 1 : 0;
        }
        assertTrue(unavailable >= 20, "only " + unavailable + " were turned away");
        assertTrue(daemon.get("/api/log").body().contains("too many failed logins"));
    }
}
