// SPDX-License-Identifier: Apache-2.0
package io.photon.api;

import io.photon.projection.Descriptor;
import org.jspecify.annotations.Nullable;

/** A projection as it was at one moment. Immutable; the JSON is made when it is asked for. */
public final class ProjectionView {

    private final Descriptor descriptor;

    ProjectionView(Descriptor descriptor) {
        this.descriptor = descriptor;
    }

    public String name() {
        return descriptor.name();
    }

    /** {@code running}, {@code catching-up}, {@code paused}, {@code failed} or {@code finished}. */
    public String status() {
        return descriptor.status().word();
    }

    /** The value covers all events up to this order-id. */
    public long position() {
        return descriptor.position();
    }

    /** How many events were folded in. */
    public long processed() {
        return descriptor.processed();
    }

    /** The current value as JSON, or null in a listing. */
    public byte @Nullable [] value() {
        return descriptor.value();
    }

    /** The descriptor of contract section 5 as one line of JSON; in a listing without {@code current-value}. */
    public byte[] json() {
        return descriptor.json();
    }
}
