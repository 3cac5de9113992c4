// SPDX-License-Identifier: Apache-2.0
package io.photon.projection.run;

import java.util.concurrent.atomic.AtomicBoolean;

/** A rest of a projection between two turns, so that clients come first. It ends once: when it is over, or before. */
final class Rest {

    private final AtomicBoolean over = new AtomicBoolean();
    private final Runnable after;

    Rest(Runnable after) {
        this.after = after;
    }

    /** Thread-safe. */
    void end() {
        if (over.compareAndSet(false, true)) {
            after.run();
        }
    }
}
