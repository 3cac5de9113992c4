// SPDX-License-Identifier: Apache-2.0
package io.photon.store;

import io.photon.event.Event;
import java.util.List;
import java.util.Optional;

/** Stages as another staging does; a subclass overrides what it does otherwise. As thread-safe as the other one. */
public abstract class ForwardingStaging implements Staging {

    private final Staging staging;

    protected ForwardingStaging(Staging staging) {
        this.staging = staging;
    }

    @Override
    public void add(List<Event> events) throws StoreException {
        staging.add(events);
    }

    @Override
    public Optional<Event> findByLocalId(String stream, String localId) throws StoreException {
        return staging.findByLocalId(stream, localId);
    }

    @Override
    public void publish(Fence fence) throws StoreException {
        staging.publish(fence);
    }

    @Override
    public void close() {
        staging.close();
    }
}
