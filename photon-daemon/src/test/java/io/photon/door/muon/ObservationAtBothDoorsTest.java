// SPDX-License-Identifier: Apache-2.0
package io.photon.door.muon;

import static io.photon.result.Results.ok;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.photon.api.Origin;
import io.photon.api.ProjectionApi;
import io.photon.client.ClientSettings;
import io.photon.client.DaemonAddress;
import io.photon.client.EmitOptions;
import io.photon.client.Identity;
import io.photon.client.PhotonClient;
import io.photon.client.http.HttpPhotonClient;
import io.photon.client.muon.MuonPhotonClient;
import io.photon.door.http.HttpDoor;
import io.photon.door.http.wire.HttpSettings;
import io.photon.log.ReplaySpec;
import io.photon.log.SubscriberName;
import io.photon.result.Failure;
import io.photon.result.Result;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/** Whoever watches a daemon is told the same over HTTP and over Muon, byte for byte; and only who may know. */
@Timeout(60)
class ObservationAtBothDoorsTest {

    private ProjectingPhoton photon;
    private HttpDoor door;
    private HttpPhotonClient http;
    private MuonPhotonClient muon;
    private final List<Subscription> open = new ArrayList<>();

    @BeforeEach
    void open() throws Exception {
        photon = new ProjectingPhoton();
        door = ok(HttpDoor.open(
                photon.api,
                new ProjectionApi(photon.engine, photon.api),
                HttpSettings.plain("localhost", 0),
                photon.log.budget()));
        http = overHttp(new Identity.Token(ProjectingPhoton.TOKEN));
        muon = photon.client(ProjectingPhoton.TOKEN);
    }

    @AfterEach
    void close() {
        open.forEach(Subscription::cancel);
        http.close();
        muon.close();
        door.close();
        photon.close();
    }

    private HttpPhotonClient overHttp(Identity identity) {
        return new HttpPhotonClient(ClientSettings.of(ok(DaemonAddress.parse(door.url())), identity));
    }

    /** What both doors answer. */
    private JsonNode same(Function<PhotonClient, Result<byte[]>> question) throws Exception {
        String one = new String(ok(question.apply(http)), StandardCharsets.UTF_8);
        String other = new String(ok(question.apply(muon)), StandardCharsets.UTF_8);
        assertEquals(one.strip(), other.strip());
        return new JsonMapper().readTree(one);
    }

    private void emit(String stream) {
        byte[] event = ("{\"stream-name\":\"" + stream + "\",\"event-type\":\"T\",\"payload\":1}")
                .getBytes(StandardCharsets.UTF_8);
        ok(http.emit(event, EmitOptions.PLAIN));
    }

    private void subscribe(String stream, long demand) {
        photon.log
                .replay(ReplaySpec.hotCold(stream), new SubscriberName("ann \"x\" from ::1", "sse"))
                .events()
                .subscribe(new Subscriber<>() {
                    @Override
                    public void onSubscribe(Subscription subscription) {
                        open.add(subscription);
                        subscription.request(demand);
                    }

                    @Override
                    public void onNext(io.photon.event.Event event) {
                        // it only reads
                    }

                    @Override
                    public void onError(Throwable error) {
                        // it only reads
                    }

                    @Override
                    public void onComplete() {
                        // it only reads
                    }
                });
    }

    @Test
    void refusedLoginsAreToldWithoutWhatWasShown() throws Exception {
        for (int i = 0; i < 2; i++) {
            assertInstanceOf(
                    Result.Err.class,
                    photon.api
                            .login(new Origin("http", "10.0.0.1", false), "admin", "hunter2")
                            .join());
        }
        assertInstanceOf(
                Result.Err.class,
                photon.api
                        .login(new Origin("http", "10.0.0.2", false), "s3cret", "x")
                        .join());
        try (HttpPhotonClient stranger = overHttp(new Identity.Token("abcdef"))) {
            assertInstanceOf(Result.Err.class, stranger.ping());
        }
        JsonNode log = same(client -> client.log(0, 100));
        assertEquals(3, log.get("entries").size(), log.toString());
        JsonNode first = log.at("/entries/0");
        assertEquals(
                "from 10.0.0.1 over http: the password for admin was not accepted",
                first.get("message").asText());
        assertEquals(2, first.get("count").asInt());
        assertEquals("refused", first.get("level").asText());
        assertEquals("logins", first.get("source").asText());
        String text = log.toString();
        assertFalse(text.contains("hunter2") || text.contains("s3cret") || text.contains("abcdef"), text);
        long last = log.get("last").asLong();
        assertEquals(0, same(client -> client.log(last, 100)).get("entries").size());
        assertEquals(1, same(client -> client.log(last - 1, 100)).get("entries").size());
    }

    @Test
    void aGuestOfTheBrokerIsNoRefusedLoginAndSeesNeitherLogNorReaders() throws Exception {
        try (MuonPhotonClient guest = photon.client("a token of somebody else's")) {
            for (Result<byte[]> answer : List.of(guest.log(0, 10), guest.subscribers(null, 10))) {
                Failure failure = ((Result.Err<?>) assertInstanceOf(Result.Err.class, answer)).failure();
                assertEquals(Failure.Kind.DENIED, failure.kind(), failure.toString());
            }
            ok(guest.busiest(10));
        }
        assertEquals(0, same(client -> client.log(0, 10)).get("entries").size());
    }

    @Test
    void readersAreListedWithTheFurthestFromTheHeadFirstOrInTheOrderTheyCame() throws Exception {
        subscribe("quick", Long.MAX_VALUE);
        subscribe("held \\ back", 1);
        subscribe("quick", Long.MAX_VALUE);
        for (int i = 0; i < 3; i++) {
            emit("held \\\\ back");
        }
        while (photon.log.subscribers().stream()
                .anyMatch(each -> each.isWaiting() ? each.delivered() != 1 : each.lagEvents() > 0)) {
            Thread.onSpinWait(); // until everybody has got what they asked for
        }
        JsonNode all = same(client -> client.subscribers(null, 100));
        assertEquals(3, all.get("total").asInt());
        JsonNode worst = all.at("/subscribers/0");
        assertEquals("held \\ back", worst.get("stream-name").asText());
        assertEquals("ann \"x\" from ::1", worst.get("who").asText());
        assertEquals("hot-cold", worst.get("stream-type").asText());
        assertEquals(2, worst.get("lag-events").asInt());
        assertTrue(worst.get("waiting").asBoolean());
        long second = worst.get("id").asLong();
        JsonNode page = same(client -> client.subscribers(second, 100)).get("subscribers");
        assertEquals(1, page.size());
        assertTrue(page.get(0).get("id").asLong() > second);
        assertEquals(
                1, same(client -> client.subscribers(0L, 1)).get("subscribers").size());
    }

    @Test
    void theBusiestStreamsComeWithWhatAListingTells() throws Exception {
        emit("one");
        emit("two");
        emit("two");
        emit("gone");
        ok(http.deleteStream("gone"));
        String[] seconds = new String[1];
        Function<PhotonClient, Result<byte[]>> question =
                client -> client.busiest(2).then(json -> {
                    String text = new String(json, StandardCharsets.UTF_8);
                    seconds[0] = text.substring(0, text.indexOf(",\"streams"));
                    return Result.ok(text.substring(seconds[0].length()).getBytes(StandardCharsets.UTF_8));
                });
        String one = new String(ok(question.apply(http)), StandardCharsets.UTF_8);
        assertEquals(one.strip(), new String(ok(question.apply(muon)), StandardCharsets.UTF_8).strip());
        assertTrue(one.contains("\"stream-name\":\"two\",\"total-events\":2,"), one);
        assertTrue(one.contains("\"recent-events\":2}"), one);
        assertTrue(seconds[0].matches("\\{\"seconds\":\\d+\\.\\d"), seconds[0]);
        assertFalse(one.contains("gone"), one);
    }

    @Test
    void nonsenseIsRefusedAtBothDoors() {
        assertEquals(400, status("/api/log?after=x"));
        assertEquals(400, status("/api/subscribers?limit=-1"));
        assertEquals(400, status("/api/busiest-streams?after=1"));
        assertEquals(200, status("/api/log?limit=99999999999"));
    }

    private int status(String target) {
        try {
            java.net.HttpURLConnection asked = (java.net.HttpURLConnection)
                    java.net.URI.create(door.url() + target).toURL().openConnection();
            asked.setRequestProperty("Authorization", "Bearer " + ProjectingPhoton.TOKEN);
            return asked.getResponseCode();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
