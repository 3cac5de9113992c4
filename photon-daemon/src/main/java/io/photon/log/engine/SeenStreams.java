// SPDX-License-Identifier: Apache-2.0
package io.photon.log.engine;

import io.photon.event.Event;
import io.photon.event.EventLine;
import io.photon.log.Visibility;
import java.util.Arrays;

/**
 * Remembers what a {@link Visibility} says of the streams that were met last, by their names as they stand in the events:
 * asking once for each event would read each name. For one thread at a time.
 */
final class SeenStreams {

    private static final int PLACES = 256;

    private final Visibility visibility;
    private final byte[][] names = new byte[PLACES][];
    private final boolean[] answers = new boolean[PLACES];
    private long version;

    SeenStreams(Visibility visibility) {
        this.visibility = visibility;
        this.version = visibility.version();
    }

    boolean sees(Event event, EventLine.Header header) {
        long now = visibility.version();
        if (now != version) {
            version = now;
            Arrays.fill(names, null);
        }
        int from = header.streamFrom();
        int to = header.streamTo();
        long hash = event.streamHash();
        int place = (int) ((hash ^ hash >>> 32) & PLACES - 1);
        byte[] known = names[place];
        if (known == null || !Arrays.equals(event.array(), from, to, known, 0, known.length)) {
            answers[place] = visibility.sees(event.streamName());
            names[place] = Arrays.copyOfRange(event.array(), from, to);
        }
        return answers[place];
    }
}
