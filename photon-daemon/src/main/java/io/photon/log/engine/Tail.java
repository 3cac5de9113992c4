// SPDX-License-Identifier: Apache-2.0
package io.photon.log.engine;

import io.photon.event.Event;
import io.photon.event.StreamNames;
import io.photon.store.AroundDamage;
import io.photon.store.EventReader;
import io.photon.store.Page;
import io.photon.store.ReadRequest;
import io.photon.store.StoreException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Feeds the live readers while another process appends: it reads what the store has above the head, and shows it as the
 * append loop shows its own batches. So deletions, which are events, hide streams here as there. For the append thread.
 */
final class Tail {

    private static final Logger LOG = LoggerFactory.getLogger(Tail.class);

    private final EventReader store;
    private final LiveFeed live;
    private final LiveEdge edge;

    Tail(EventReader store, LiveFeed live, LiveEdge edge) {
        this.store = store;
        this.live = live;
        this.edge = edge;
    }

    /**
     * Shows the next page above the head.
     *
     * @return whether more may be there already
     */
    boolean follow() throws StoreException {
        long head = live.tip();
        Page page = AroundDamage.read(
                store,
                ReadRequest.forwards(StreamNames.ALL, head),
                gap -> LOG.error("{} cannot be read; readers that come there are told", gap.text()));
        List<Event> events = page.events();
        if (!events.isEmpty()) {
            long last = events.get(events.size() - 1).orderId();
            edge.wake(edge.show(events, events.stream().map(Event::streamName).toList(), last));
        } else if (page.cursor() > head) {
            edge.jump(page.cursor());
        }
        return !page.end();
    }
}
