// SPDX-License-Identifier: Apache-2.0
package io.photon.api;

import io.photon.event.Event;
import io.photon.event.Gap;
import io.photon.log.Replay;
import java.util.function.Consumer;
import org.reactivestreams.Publisher;

/** A replay of the log, as doors see it. */
record PlayedLog(Replay replay, boolean live) implements ReplayHandle {

    @Override
    public Publisher<Event> events() {
        return replay.events();
    }

    @Override
    public Publisher<Event> events(Consumer<Gap> gaps) {
        return replay.events(gaps);
    }

    @Override
    public long position() {
        return replay.position();
    }
}
