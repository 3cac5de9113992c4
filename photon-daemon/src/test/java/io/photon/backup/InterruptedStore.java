// SPDX-License-Identifier: Apache-2.0
package io.photon.backup;

import io.photon.event.Event;
import io.photon.store.ForwardingStaging;
import io.photon.store.StagingArea;
import io.photon.store.StoreException;
import io.photon.store.memory.MemoryEventStore;
import io.photon.store.testkit.DelegatingStore;
import java.util.ArrayList;
import java.util.List;

/** Each time after events are staged, another client does something. */
final class InterruptedStore extends DelegatingStore {

    private final Runnable then;

    /** How many events were staged each time. */
    final List<Integer> staged = new ArrayList<>();

    InterruptedStore(Runnable then) {
        super(new MemoryEventStore());
        this.then = then;
    }

    @Override
    public StagingArea staging() {
        return fence -> new ForwardingStaging(behind.staging().stage(fence)) {
            @Override
            public void add(List<Event> events) throws StoreException {
                super.add(events);
                staged.add(events.size());
                then.run();
            }
        };
    }
}
