// SPDX-License-Identifier: Apache-2.0
package io.photon.door.muon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.codec.JsonFields;
import io.photon.muon.stack.server.RawClient;
import io.photon.muon.wire.MuonMessage;
import io.photon.muon.wire.Steps;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A reader that goes on after the last event it was given, over lost connections and restarts of Photon. */
final class Follower {

    private final String stream;
    private final List<String> given = new ArrayList<>();
    private RawClient socket;
    private String id;
    private boolean failed;
    private long last;

    Follower(String stream) {
        this.stream = stream;
    }

    String stream() {
        return stream;
    }

    /** Asks for more; when its socket is gone, on this one. */
    void goOn(RawClient open, long items) {
        take();
        if (socket == null || !socket.isOpen() || failed) {
            take(); // what was underway when it closed
            socket = open;
            failed = false;
            id = socket.subscribe(
                    "/stream",
                    Map.of("stream-name", stream, "stream-type", "hot-cold", "from", Long.toString(last + 1)));
        }
        socket.request(id, items);
    }

    private void take() {
        for (MuonMessage next = socket == null ? null : socket.poll(id); next != null; next = socket.poll(id)) {
            if (next.step().equals(Steps.DATA)) {
                long orderId = JsonFields.number(next.payload(), "order-id");
                assertTrue(orderId > last, () -> "out of order or twice: " + orderId + " behind " + last);
                last = orderId;
                given.add(RawClient.text(next));
            } else {
                failed |= !next.step().equals(Steps.SUB_ACK);
            }
        }
    }

    /** @param isGone whether the client died, so that it hears nothing more */
    void check(List<String> expected, boolean isGone) {
        take();
        boolean isWhole = !isGone && socket.isOpen() && !failed;
        for (int i = 0; i < given.size(); i++) {
            assertEquals(expected.get(i), given.get(i), "each once, in order, none left out");
        }
        assertTrue(
                !isWhole || given.size() == expected.size(), () -> given.size() + " of " + expected.size() + " came");
    }
}
