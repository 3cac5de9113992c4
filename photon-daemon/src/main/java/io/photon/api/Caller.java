package io.photon.api;

import io.photon.security.Permission;
import java.util.Set;

/**
 * Who asks, by which way, and what they may do. Only {@link PhotonApi} makes one.
 *
 * @param name for messages and logs
 * @param way the door they came through, e.g. {@code http}
 */
public record Caller(String name, String way, Set<Permission> permissions) {

    boolean may(Permission permission) {
        return permissions.contains(permission);
    }
}
