// SPDX-License-Identifier: Apache-2.0
package io.photon.security;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What a grant allows: one kind of action, or a named set of them. */
public enum Role {
    /** Appends events. */
    EMIT(EnumSet.of(Permission.EMIT)),
    /** Reads events, and what projections have folded of them. */
    REPLAY(EnumSet.of(Permission.REPLAY, Permission.VALUES)),
    /** Creates, pauses, resets and deletes projections. */
    PROJECTIONS(EnumSet.of(Permission.PROJECTIONS, Permission.MANAGE)),
    /** Deletes streams. */
    DELETE(EnumSet.of(Permission.DELETE)),
    /** Reads. */
    READER(REPLAY.permissions),
    /** Reads and appends. */
    WRITER(EnumSet.of(Permission.EMIT, Permission.REPLAY, Permission.VALUES)),
    /** Everything with events and projections; no accounts, no backups. */
    OPERATOR(EnumSet.of(
            Permission.EMIT,
            Permission.REPLAY,
            Permission.VALUES,
            Permission.PROJECTIONS,
            Permission.MANAGE,
            Permission.DELETE)),
    /** Everything there is. Of all streams only. */
    ADMIN(EnumSet.allOf(Permission.class));

    private final Set<Permission> permissions;

    Role(Set<Permission> permissions) {
        this.permissions = permissions;
    }

    /** What it allows; not changed. */
    Set<Permission> permissions() {
        return permissions;
    }

    /** As people write it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The role of a word; empty for an unknown one. */
    public static Optional<Role> of(String word) {
        return Arrays.stream(values()).filter(role -> role.word().equals(word)).findFirst();
    }

    /** All words, for messages: {@code emit, replay, …}. */
    public static String words() {
        return Arrays.stream(values()).map(Role::word).collect(Collectors.joining(", "));
    }
}
