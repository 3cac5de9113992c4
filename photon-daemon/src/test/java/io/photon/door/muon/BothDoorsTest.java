// SPDX-License-Identifier: Apache-2.0
package io.photon.door.muon;

import static io.photon.result.Results.get;
import static io.photon.result.Results.ok;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.api.Caller;
import io.photon.api.Origin;
import io.photon.api.Stored;
import io.photon.client.EmitOptions;
import io.photon.client.ReplayQuery;
import io.photon.client.muon.MuonPhotonClient;
import io.photon.codec.EventParser;
import io.photon.codec.JsonFields;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class BothDoorsTest {

    private static byte[] event(String id) {
        return ("{\"stream-name\":\"s\",\"event-type\":\"T\",\"local-id\":\"" + id + "\",\"payload\":1}")
                .getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void anEventThatWasEmittedOverMuonIsTheSameWhenItComesAgainOverAnotherDoor() throws Exception {
        try (ProjectingPhoton photon = new ProjectingPhoton();
                MuonPhotonClient client = photon.client(null)) {
            long alone = JsonFields.number(ok(client.emit(event("one"), EmitOptions.PLAIN)), "order-id");
            ByteArrayOutputStream answers = new ByteArrayOutputStream();
            ok(client.emitLines(new ByteArrayInputStream(event("two")), EmitOptions.PLAIN, answers::write));
            long ofMany = JsonFields.number(answers.toByteArray(), "order-id");
            assertTrue(alone > 0 && ofMany > alone, () -> answers.toString(StandardCharsets.UTF_8));

            Caller caller = ok(photon.api.loginByToken(new Origin("http", "x", true), ProjectingPhoton.TOKEN));
            for (String id : new String[] {"one", "two"}) {
                byte[] again = event(id);
                Stored stored =
                        ok(get(photon.api.emit(caller, ok(EventParser.parseDraft(again, 0, again.length)), null)));
                assertEquals(id.equals("one") ? alone : ofMany, stored.orderId());
                assertTrue(stored.duplicate());
            }
            ByteArrayOutputStream lines = new ByteArrayOutputStream();
            ok(client.replay(ReplayQuery.cold("s"), lines::write));
            assertEquals(2, lines.toString(StandardCharsets.UTF_8).lines().count());
        }
    }
}
