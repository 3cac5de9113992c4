// SPDX-License-Identifier: Apache-2.0
package io.photon.muon.transport;

import java.util.List;

/** Who is there, as heard from announcements (docs/muon-protocol section 4). Thread-safe. */
public interface Discovery {

    /** Announces a service from now on, at once and then often enough not to be forgotten, across reconnections. */
    void announce(ServiceDescriptor self);

    /** Announces nothing any more: others forget us within seconds. Idempotent. */
    void silence();

    /**
     * The services heard of lately, by name, without those that fell silent; ourselves too once announced and heard. Each
     * instance is an entry of its own: two services of one name that differ in {@code instanceId} are both there.
     */
    List<ServiceDescriptor> services();

    /**
     * Waits until the picture is complete enough to say that a service is not there (a list came, or two periods of
     * announcements went by), at most the given time.
     *
     * @return whether it is; false also when interrupted
     */
    boolean awaitReady(long timeoutMs);
}
