// SPDX-License-Identifier: Apache-2.0
package io.photon.api;

import io.photon.event.Event;
import io.photon.event.StreamNames;
import io.photon.filter.Where;

/** Events that anybody may see who may see any. */
enum UserStreams implements Where {
    /** No event of an internal stream. */
    ONLY;

    @Override
    public boolean test(Event event) {
        return !StreamNames.isInternal(event.streamName());
    }

    @Override
    public String source() {
        return "of user streams";
    }
}
