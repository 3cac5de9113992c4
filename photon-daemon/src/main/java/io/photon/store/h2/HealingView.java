// SPDX-License-Identifier: Apache-2.0
package io.photon.store.h2;

import io.photon.store.ForwardingReader;
import io.photon.store.PinnedView;

/** A view of one moment of the log, read as {@link HealingReader} reads. */
final class HealingView extends ForwardingReader implements PinnedView {

    private final PinnedView pinned;

    HealingView(PinnedView pinned, HealingReader reader) {
        super(reader);
        this.pinned = pinned;
    }

    @Override
    public void close() {
        pinned.close();
    }
}
