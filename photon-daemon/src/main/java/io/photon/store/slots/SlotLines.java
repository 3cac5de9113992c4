// SPDX-License-Identifier: Apache-2.0
package io.photon.store.slots;

import io.photon.event.Event;
import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;

/** Events as bytes: their lines, each ended by a line feed, which no line has inside. */
final class SlotLines {

    private SlotLines() {}

    static byte[] of(List<Event> events) {
        int length = 0;
        for (Event event : events) {
            length += event.length() + 1;
        }
        byte[] bytes = new byte[length];
        int at = 0;
        for (Event event : events) {
            System.arraycopy(event.array(), event.offset(), bytes, at, event.length());
            at += event.length();
            bytes[at++] = '\n';
        }
        return bytes;
    }

    static long length(List<Event> events) {
        long length = 0;
        for (Event event : events) {
            length += event.length() + 1L;
        }
        return length;
    }

    /** @throws IllegalArgumentException when the bytes are no lines of events */
    static List<Event> read(byte[] bytes) {
        Decoder decoder = new Decoder();
        List<Event> events = decoder.add(bytes);
        decoder.end();
        return events;
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("each Java has SHA-256", e);
        }
    }

    /** Reads bytes that come in parts, which may end inside a line. For one thread. */
    static final class Decoder {

        private final ByteArrayOutputStream begun = new ByteArrayOutputStream();

        /** @return the events that have become whole */
        List<Event> add(byte[] part) {
            List<Event> events = new ArrayList<>();
            int from = 0;
            for (int i = 0; i < part.length; i++) {
                if (part[i] != '\n') {
                    continue;
                }
                if (begun.size() > 0) {
                    begun.write(part, from, i - from);
                    events.add(Event.ofLine(begun.toByteArray()));
                    begun.reset();
                } else {
                    events.add(Event.ofLine(part, from, i - from));
                }
                from = i + 1;
            }
            begun.write(part, from, part.length - from);
            return events;
        }

        /** Nothing follows. */
        void end() {
            if (begun.size() > 0) {
                throw new IllegalArgumentException("the last event is cut off");
            }
        }
    }
}
