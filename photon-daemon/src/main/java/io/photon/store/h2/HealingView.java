package io.photon.store.h2;

import io.photon.store.EventStore;
import io.photon.store.ForwardingReader;

/** A view of one moment of the log, read as {@link HealingReader} reads. */
final class HealingView extends ForwardingReader implements EventStore.PinnedView {

    private final EventStore.PinnedView pinned;

    HealingView(EventStore.PinnedView pinned, HealingReader reader) {
        super(reader);
        this.pinned = pinned;
    }

    @Override
    public void close() {
        pinned.close();
    }
}
