// SPDX-License-Identifier: Apache-2.0
package io.photon.api;

import io.photon.log.SubscriberName;
import io.photon.security.Permission;
import io.photon.security.ProvenIdentity;
import io.photon.security.Rights;
import java.util.Set;

/**
 * Who asks, and by which way. Only {@link PhotonApi} makes one.
 *
 * @param identity who it is, and what they may do as of the login
 * @param way the door they came through, e.g. {@code http}
 * @param address where they come from, as the door knows it; empty when it does not
 */
public record Caller(ProvenIdentity identity, String way, String address) {

    /** Someone with these permissions for all streams. */
    public static Caller of(String name, String way, Set<Permission> permissions) {
        return new Caller(ProvenIdentity.fixed(name, Rights.everywhere(permissions), way), way, "");
    }

    /** For messages and logs. */
    public String name() {
        return identity.name();
    }

    /** The same, by another form of the door, e.g. {@code sse}: that is how a list of subscribers shows it. */
    public Caller through(String form) {
        return new Caller(identity, form, address);
    }

    /** The same with other rights than before. */
    Caller as(ProvenIdentity now) {
        return new Caller(now, way, address);
    }

    Rights rights() {
        return identity.rights();
    }

    /** Whether of all streams. */
    boolean may(Permission permission) {
        return rights().everywhere(permission);
    }

    /** How a list of subscribers names it. */
    SubscriberName subscriber() {
        return new SubscriberName(address.isEmpty() ? name() : name() + " from " + address, way);
    }
}
