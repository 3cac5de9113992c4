// SPDX-License-Identifier: Apache-2.0
package io.photon.door.http.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** How many may read at a time, and who hears that the door closes. */
class OpenRequestsTest {

    private final OpenRequests open = new OpenRequests();

    private static final class Reader implements OpenRequests.Session {
        private int stops;

        @Override
        public void stop() {
            stops++;
        }
    }

    @Test
    void oneReaderMoreThanMayBeIsNotTakenAndHasBegunNothing() {
        Reader first = new Reader();
        Reader second = new Reader();
        assertTrue(open.readerOpened(first, 1));
        assertFalse(open.readerOpened(second, 1));
        assertEquals(1, open.readers());
        open.close();
        assertEquals(1, first.stops);
        assertEquals(0, second.stops);
    }

    @Test
    void aReaderThatEndsTwiceMakesRoomForOne() {
        Reader first = new Reader();
        assertTrue(open.readerOpened(first, 2));
        assertTrue(open.readerOpened(new Reader(), 2));
        open.readerEnded(first);
        open.readerEnded(first);
        assertEquals(1, open.readers());
        assertTrue(open.readerOpened(new Reader(), 2));
        assertFalse(open.readerOpened(new Reader(), 2));
    }

    @Test
    void whatGoesOnAsAnotherKeepsItsPlace() {
        Reader handshake = new Reader();
        Reader socket = new Reader();
        assertTrue(open.readerOpened(handshake, 1));
        open.readerReplaced(handshake, socket);
        assertEquals(1, open.readers());
        open.readerEnded(handshake);
        assertEquals(1, open.readers(), "it is the socket's now");
        open.close();
        assertEquals(0, handshake.stops);
        assertEquals(1, socket.stops);
        open.readerEnded(socket);
        assertEquals(0, open.readers());
    }

    @Test
    void whatGoesOnAfterItsEndIsStopped() {
        Reader handshake = new Reader();
        assertTrue(open.readerOpened(handshake, 1));
        open.readerEnded(handshake);
        Reader socket = new Reader();
        open.readerReplaced(handshake, socket);
        assertEquals(1, socket.stops);
        assertEquals(0, open.readers());
    }

    @Test
    void whoComesWhileTheDoorClosesIsToldAtOnce() {
        open.close();
        assertTrue(open.isClosing());
        Reader late = new Reader();
        open.opened(late);
        assertEquals(1, late.stops);
    }

    @Test
    void aRequestIsTheOnlyOneWhenNoOtherAndNoReaderIsThere() {
        open.requestBegun();
        assertTrue(open.isOnly());
        open.requestBegun();
        assertFalse(open.isOnly());
        open.repeatedEnded();
        assertTrue(open.isOnly());
        assertEquals(1, open.repeated());
        Reader reader = new Reader();
        assertTrue(open.readerOpened(reader, 1));
        assertFalse(open.isOnly());
        open.readerEnded(reader);
        assertTrue(open.isOnly());
    }
}
