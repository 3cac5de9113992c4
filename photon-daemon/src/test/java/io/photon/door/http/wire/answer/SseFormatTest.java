// SPDX-License-Identifier: Apache-2.0
package io.photon.door.http.wire.answer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.photon.door.http.wire.call.Outlet;
import io.photon.event.Event;
import io.photon.event.Gap;
import io.photon.result.Failure;
import io.photon.store.testkit.Events;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Events as Server-Sent Events: what a browser remembers as its place, and what it hears. */
class SseFormatTest {

    /** Takes all. */
    private static final class Text implements Outlet {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        @Override
        public boolean put(byte[] before, byte[] text, int offset, int length, byte[] after) {
            bytes.writeBytes(before);
            bytes.write(text, offset, length);
            bytes.writeBytes(after);
            return true;
        }

        @Override
        public boolean put(byte[] text, int offset, int length) {
            return put(new byte[0], text, offset, length, new byte[0]);
        }

        @Override
        public long room() {
            return Long.MAX_VALUE;
        }

        @Override
        public boolean isEmpty() {
            return true;
        }

        @Override
        public String toString() {
            return bytes.toString(StandardCharsets.UTF_8);
        }
    }

    private final Text out = new Text();

    @Test
    void anEventHasItsPositionAsId() {
        Event event = Events.event("s", 7);
        SseFormat.OF_EVENTS.put(out, event);
        assertEquals("id: 7\ndata: " + new String(event.line(), StandardCharsets.UTF_8) + "\n\n", out.toString());
    }

    @Test
    void aSignOfLifeTellsItsPlaceWhereThereIsOne() {
        SseFormat.OF_EVENTS.heartbeat(out, 9);
        SseFormat.OF_EVENTS.heartbeat(out, 0);
        assertEquals("id: 9\n: heartbeat\n\n: heartbeat\n\n", out.toString());
    }

    @Test
    void aGapIsPassedByItsLastPosition() {
        SseFormat.OF_EVENTS.gap(out, new Gap(3, 5));
        assertEquals("id: 5\nevent: damaged\ndata: {\"first\":3,\"last\":5}\n\n", out.toString());
    }

    @Test
    void anEndAndAFailureAreEventsOfTheirOwn() {
        SseFormat.OF_EVENTS.complete(out);
        SseFormat.OF_EVENTS.failed(out, Failure.of(Failure.Kind.DAMAGED, "a\nb", null));
        assertEquals(
                "event: complete\ndata: {}\n\nevent: error\ndata: {\"error\":\"a\\u000ab\",\"code\":\"damaged\"}\n\n",
                out.toString());
    }
}
