package io.photon.security;

import java.util.Set;

/**
 * Somebody who has proved who they are.
 *
 * @param name for messages and logs, never a secret
 * @param permissions what they may do
 */
public record Identity(String name, Set<Permission> permissions) {

    public Identity {
        permissions = Set.copyOf(permissions);
    }
}
