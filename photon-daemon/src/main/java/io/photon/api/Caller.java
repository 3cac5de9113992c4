package io.photon.api;

import io.photon.log.SubscriberName;
import io.photon.security.Permission;
import java.util.Set;

/**
 * Who asks, by which way, and what they may do. Only {@link PhotonApi} makes one.
 *
 * @param name for messages and logs
 * @param way the door they came through, e.g. {@code http}
 * @param address where they come from, as the door knows it; empty when it does not
 */
public record Caller(String name, String way, String address, Set<Permission> permissions) {

    /** The same, by another form of the door, e.g. {@code sse}: that is how a list of subscribers shows it. */
    public Caller through(String form) {
        return new Caller(name, form, address, permissions);
    }

    boolean may(Permission permission) {
        return permissions.contains(permission);
    }

    /** How a list of subscribers names it. */
    SubscriberName subscriber() {
        return new SubscriberName(address.isEmpty() ? name : name + " from " + address, way);
    }
}
