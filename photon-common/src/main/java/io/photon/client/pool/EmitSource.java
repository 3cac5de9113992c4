// SPDX-License-Identifier: Apache-2.0
package io.photon.client.pool;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.photon.client.EmitOutcome;
import io.photon.client.NewEvent;
import io.photon.client.PhotonException;
import io.photon.client.flow.BlockingSource;
import io.photon.client.flow.Pulled;
import io.photon.client.flow.SourceOutlet;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;

/** The outcomes of published events. While no one takes them, no more events are asked for. */
final class EmitSource implements BlockingSource<EmitOutcome> {

    /** This many events may wait to be sent. */
    private static final int WINDOW = 256;

    private final Publisher<? extends NewEvent> events;
    private final Breakable way;
    private final ObjectMapper mapper;
    private @Nullable Pulled<NewEvent> pulled;
    private boolean cancelled;

    EmitSource(Publisher<? extends NewEvent> events, ClientPool pool, ObjectMapper mapper) {
        this.events = events;
        this.way = new Breakable(pool);
        this.mapper = mapper;
    }

    @Override
    public void run(SourceOutlet<EmitOutcome> outlet) throws Exception {
        try (Pulled<NewEvent> taken = Pulled.from(events, WINDOW)) {
            synchronized (this) {
                if (cancelled) {
                    return;
                }
                pulled = taken;
            }
            ManyEvents many = new ManyEvents(new EventsInput(taken, taken::isReady, mapper), outlet::put);
            PhotonException.unwrap(way.run(many::send));
            if (taken.failure() instanceof Exception e) {
                throw e; // after the outcomes of what came before it
            }
        }
    }

    @Override
    public void cancel() {
        Pulled<NewEvent> open;
        synchronized (this) {
            cancelled = true;
            open = pulled;
        }
        if (open != null) {
            open.close();
        }
        way.breakOff();
    }
}
