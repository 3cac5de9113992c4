// SPDX-License-Identifier: Apache-2.0
package io.photon.api;

import io.photon.projection.Descriptor;

/** A projection as it was at one moment. Immutable; the JSON is made when it is asked for. */
public final class ProjectionView {

    private final Descriptor descriptor;

    ProjectionView(Descriptor descriptor) {
        this.descriptor = descriptor;
    }

    /** The value covers all events up to this order-id. */
    public long position() {
        return descriptor.position();
    }

    /** The descriptor (docs/http) as one line of JSON; in a listing without {@code current-value}. */
    public byte[] json() {
        return descriptor.json();
    }
}
