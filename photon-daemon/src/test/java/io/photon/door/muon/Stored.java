// SPDX-License-Identifier: Apache-2.0
package io.photon.door.muon;

import io.photon.codec.JsonFields;
import io.photon.event.Event;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a simulated Photon holds in the end, in order. */
final class Stored {

    private final List<Event> all;
    private final Map<String, List<Event>> byUid = new HashMap<>();

    Stored(List<Event> all) {
        this.all = all;
        for (Event event : all) {
            String uid = JsonFields.text(event.toString().getBytes(StandardCharsets.UTF_8), "payload");
            if (uid != null) {
                byUid.computeIfAbsent(uid, u -> new ArrayList<>()).add(event);
            }
        }
    }

    /** The events with this payload. */
    List<Event> withUid(String uid) {
        return byUid.getOrDefault(uid, List.of());
    }

    /** The events of a stream, or of all that are never deleted, as they are given to a reader. */
    List<String> lines(String stream) {
        return all.stream()
                .filter(event -> stream.equals(MuonWorld.ALL)
                        ? Emits.LASTING.contains(event.streamName())
                        : event.streamName().equals(stream))
                .map(Event::toString)
                .toList();
    }
}
