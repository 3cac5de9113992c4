// SPDX-License-Identifier: Apache-2.0
package io.photon.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Where an answer ends, whatever pieces it comes in; one event too many or too few would be a wrong figure. */
class WireTest {

    private static final String ADDED = "$15\r\n1795916506941-0\r\n";

    private static void endsOnlyAtItsEnd(Wire wire, String answer, int events) throws IOException {
        byte[] bytes = answer.getBytes(StandardCharsets.US_ASCII);
        for (int end = 0; end < bytes.length; end++) {
            assertFalse(wire.isAnswered(bytes, end, events), "after " + end + " bytes of " + answer);
        }
        assertTrue(wire.isAnswered(bytes, bytes.length, events), answer);
    }

    @Test
    void anAnswerOfRedisEndsAfterTheLastReply() throws IOException {
        RedisWire wire = new RedisWire();
        endsOnlyAtItsEnd(wire, ADDED, 1);
        endsOnlyAtItsEnd(wire, "+OK\r\n+QUEUED\r\n+QUEUED\r\n*2\r\n" + ADDED + ADDED, 2);
    }

    @Test
    void aRefusalOfRedisIsNoFigure() {
        byte[] full = "-OOM command not allowed\r\n".getBytes(StandardCharsets.US_ASCII);
        IOException refused = assertThrows(IOException.class, () -> new RedisWire().isAnswered(full, full.length, 1));
        assertEquals("Redis: -OOM command not allowed", refused.getMessage());
    }

    @Test
    void anAnswerOverHttpEndsAfterItsBody() throws IOException {
        HttpWire wire = new HttpWire(1, "t");
        endsOnlyAtItsEnd(wire, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}", 1);
        endsOnlyAtItsEnd(wire, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n", 100);
    }

    @Test
    void aRefusalOverHttpIsNoFigure() {
        byte[] full = "HTTP/1.1 507 \r\n\r\n".getBytes(StandardCharsets.US_ASCII);
        assertThrows(IOException.class, () -> new HttpWire(1, "t").isAnswered(full, full.length, 1));
    }

    @Test
    void theSameEventsGoToBoth() {
        String event = Events.json(Events.stream(7), 0, null);
        assertEquals(Events.BYTES, event.length());
        for (Wire wire : new Wire[] {new RedisWire(), new HttpWire(1, "t")}) {
            assertTrue(new String(wire.request(7, 1), StandardCharsets.US_ASCII).contains(event));
        }
    }

    @Test
    void theNextPageOfAStreamBeginsAfterTheLastEventOfThis() {
        String page = "*1\r\n*2\r\n$3\r\n9-2\r\n*2\r\n$1\r\ne\r\n$2\r\n{}\r\n";
        assertEquals("9-2", RedisConnection.lastId(page, "9-1"));
        assertEquals("9-1", RedisConnection.lastId("*-1\r\n", "9-1"));
    }
}
