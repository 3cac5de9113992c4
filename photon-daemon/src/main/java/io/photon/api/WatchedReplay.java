// SPDX-License-Identifier: Apache-2.0
package io.photon.api;

import io.photon.event.Event;
import io.photon.event.Gap;
import java.util.function.Consumer;
import org.reactivestreams.Publisher;

/** A replay that ends with the right to read it. */
record WatchedReplay(ReplayHandle replay, OpenReads reads, LiveRights rights) implements ReplayHandle {

    @Override
    public Publisher<Event> events() {
        return reads.watched(replay.events(), rights::ended);
    }

    @Override
    public Publisher<Event> events(Consumer<Gap> gaps) {
        Publisher<Event> events = replay.events(gap -> {
            if (rights.ended().isEmpty()) {
                gaps.accept(gap);
            }
        });
        return reads.watched(events, rights::ended);
    }

    @Override
    public long position() {
        return replay.position();
    }

    @Override
    public boolean live() {
        return replay.live();
    }
}
