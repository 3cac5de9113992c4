// SPDX-License-Identifier: Apache-2.0
package io.photon.door.muon;

import static io.photon.result.Results.ok;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.client.EmitOptions;
import io.photon.client.ReplayQuery;
import io.photon.client.muon.MuonPhotonClient;
import io.photon.codec.JsonFields;
import io.photon.muon.stack.server.RawClient;
import io.photon.muon.wire.MuonMessage;
import io.photon.result.Result;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Streams whose names look like globs, as Muon clients ask for them. */
class GlobNamesOverMuonTest {

    private ProjectingPhoton photon;
    private MuonPhotonClient client;
    private long starred;

    @BeforeEach
    void open() throws Exception {
        photon = new ProjectingPhoton();
        client = photon.client(null);
        starred = emit("order-*");
        emit("order-1");
    }

    @AfterEach
    void close() {
        client.close();
        photon.close();
    }

    private long emit(String stream) {
        byte[] event = ("{\"stream-name\":\"" + stream + "\",\"event-type\":\"T\",\"payload\":{\"n\":1}}")
                .getBytes(StandardCharsets.UTF_8);
        return JsonFields.number(ok(client.emit(event, EmitOptions.PLAIN)), "order-id");
    }

    private List<String> streams(ReplayQuery query) {
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        ok(client.replay(query, lines::write));
        return lines.toString(StandardCharsets.UTF_8)
                .lines()
                .map(line -> JsonFields.text(line.getBytes(StandardCharsets.UTF_8), "stream-name"))
                .toList();
    }

    @Test
    void aGlobIsAGlobAndAnExactNameIsThatStream() {
        assertEquals(List.of("order-*", "order-1"), streams(ReplayQuery.cold("order-*")));
        assertEquals(List.of("order-*", "order-1"), streams(ReplayQuery.cold("order-?")));
        assertEquals(List.of("order-*"), streams(ReplayQuery.cold("order-*").exactly(true)));
        assertEquals(List.of("order-*"), streams(ReplayQuery.cold("order-\\*")));
        assertEquals(List.of(), streams(ReplayQuery.cold("order-?").exactly(true)));
    }

    @Test
    void anEventIsLookedForInTheStreamOfThatNameOnly() {
        assertInstanceOf(Result.Ok.class, client.event("order-*", starred));
        assertInstanceOf(Result.Err.class, client.event("order-?", starred));
    }

    @Test
    void theArgumentIsUnderstoodAsTextAndAsTruth() throws Exception {
        RawClient raw = new RawClient(photon.clients, "photon", "shared-channel");
        assertInstanceOf(Result.Ok.class, raw.opening().get(30, TimeUnit.SECONDS));
        for (String exact : List.of("true", "false")) {
            String id =
                    raw.subscribe("/stream", Map.of("stream-name", "order-*", "stream-type", "cold", "exact", exact));
            raw.request(id, 10);
            assertEquals("SubAck", raw.await(id).step());
            int events = 0;
            for (MuonMessage next = raw.await(id); !next.step().equals("Completed"); next = raw.await(id)) {
                events++;
            }
            assertEquals(exact.equals("true") ? 1 : 2, events);
        }
    }

    @Test
    void aProjectionIsCreatedOverTheOneOrTheOther() {
        for (String exact : List.of("true", "false")) {
            String request = "{\"projection-name\":\"p\",\"stream-name\":\"order-*\",\"exact\":" + exact
                    + ",\"language\":\"tiny\",\"reduction\":\"sum\"}";
            ok(client.createProjection(request.getBytes(StandardCharsets.UTF_8), true));
            ok(client.awaitProjection("p", photon.log.head(), 30_000));
            ByteArrayOutputStream json = new ByteArrayOutputStream();
            ok(client.projection("p", json::write));
            assertEquals(exact, JsonFields.text(json.toByteArray(), "exact"));
            assertTrue(
                    json.toString(StandardCharsets.UTF_8).contains("\"count\":" + (exact.equals("true") ? 1 : 2)),
                    () -> json.toString(StandardCharsets.UTF_8));
        }
    }
}
