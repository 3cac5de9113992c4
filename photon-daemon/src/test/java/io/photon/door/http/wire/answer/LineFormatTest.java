// SPDX-License-Identifier: Apache-2.0
package io.photon.door.http.wire.answer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.photon.door.http.wire.call.Outlet;
import io.photon.event.Event;
import io.photon.store.testkit.Events;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How events become lines of an answer. */
class LineFormatTest {

    private final Pieces pieces = new Pieces();
    private final LineFormat format = new LineFormat(false);

    /** Notes what is put, and has enough after a number of bytes. */
    private static final class Pieces implements Outlet {
        private final List<String> put = new ArrayList<>();
        private int enough = Integer.MAX_VALUE;

        @Override
        public boolean put(byte[] before, byte[] text, int offset, int length, byte[] after) {
            put.add(new String(before, StandardCharsets.UTF_8)
                    + new String(text, offset, length, StandardCharsets.UTF_8)
                    + new String(after, StandardCharsets.UTF_8));
            return String.join("", put).length() < enough;
        }

        @Override
        public boolean put(byte[] text, int offset, int length) {
            return put(new byte[0], text, offset, length, new byte[0]);
        }

        @Override
        public long room() {
            return enough - String.join("", put).length();
        }

        @Override
        public boolean isEmpty() {
            return true;
        }
    }

    private static String line(int id) {
        return new String(Events.event("s", id).line(), StandardCharsets.UTF_8);
    }

    /** The events with these ids, side by side in one array, with this after each. */
    private static List<Event> sideBySide(String between, int... ids) {
        StringBuilder all = new StringBuilder();
        for (int id : ids) {
            all.append(line(id)).append(between);
        }
        byte[] array = all.toString().getBytes(StandardCharsets.UTF_8);
        List<Event> events = new ArrayList<>();
        int at = 0;
        for (int id : ids) {
            events.add(Event.ofLine(array, at, line(id).length()));
            at += line(id).length() + between.length();
        }
        return events;
    }

    @Test
    void linesThatStandSideBySideArePutAsOnePiece() {
        assertEquals(3, format.putRun(pieces, sideBySide("\n", 1, 2, 3), 0, 3));
        assertEquals(List.of(line(1) + "\n" + line(2) + "\n" + line(3) + "\n"), pieces.put);
    }

    @Test
    void linesThatStandApartGetTheirLineEndEach() {
        List<Event> events = new ArrayList<>(sideBySide(" ", 1, 2));
        events.add(Events.event("s", 3));
        assertEquals(3, format.putRun(pieces, events, 0, 3));
        assertEquals(List.of(line(1) + "\n", line(2) + "\n", line(3) + "\n"), pieces.put);
    }

    @Test
    void onlyTheEventsOfTheRunArePut() {
        assertEquals(2, format.putRun(pieces, sideBySide("\n", 1, 2, 3, 4), 1, 3));
        assertEquals(List.of(line(2) + "\n" + line(3) + "\n"), pieces.put);
    }

    @Test
    void anEventThatIsLeftOutParts() {
        List<Event> events = new ArrayList<>(sideBySide("\n", 1, 2, 3));
        events.remove(1);
        assertEquals(2, format.putRun(pieces, events, 0, 2));
        assertEquals(List.of(line(1) + "\n", line(3) + "\n"), pieces.put);
    }

    @Test
    void itStopsWhenEnoughIsPutAlsoAmidLinesThatStandSideBySide() {
        List<Event> events = sideBySide("\n", 1, 2, 3, 4);
        pieces.enough = line(1).length() + 10;
        assertEquals(2, format.putRun(pieces, events, 0, 4));
        assertEquals(List.of(line(1) + "\n" + line(2) + "\n"), pieces.put);
        pieces.enough = 1;
        assertEquals(1, format.putRun(pieces, events, 2, 4));
    }
}
