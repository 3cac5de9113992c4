// SPDX-License-Identifier: Apache-2.0
package io.photon.security.token;

import io.photon.result.Failure;
import io.photon.result.Result;
import io.photon.security.Grant;
import io.photon.security.Rights;
import io.photon.security.Role;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a token or an application may do at most, however much its user may. Immutable.
 *
 * @param roles empty for whatever the user may
 * @param streams a stream or a glob, {@link Grant#EVERYTHING} for all
 */
public record Bounds(Set<Role> roles, String streams) {

    /** None. */
    public static final Bounds NONE = new Bounds(Set.of(), Grant.EVERYTHING);

    /** What leaves nothing: no stream has this name. */
    static final Bounds NOTHING = new Bounds(Set.of(), "");

    public Bounds {
        roles = Set.copyOf(roles);
    }

    /** Of words as people write them; null or empty for none of them. */
    public static Result<Bounds> read(String roles, String streams) {
        Set<Role> read = EnumSet.noneOf(Role.class);
        for (String word : roles.isEmpty() ? new String[0] : roles.split(",")) {
            Optional<Role> role = Role.of(word.strip());
            if (role.isEmpty()) {
                return Result.err(
                        Failure.Kind.BAD_INPUT, "there is no role '" + word.strip() + "'", "use " + Role.words());
            }
            read.add(role.get());
        }
        return Result.ok(new Bounds(read, streams.isEmpty() ? Grant.EVERYTHING : streams));
    }

    /** Whether there are none. */
    public boolean isNone() {
        return roles.isEmpty() && streams.equals(Grant.EVERYTHING);
    }

    /** The same as rights. */
    Rights rights() {
        Set<Role> meant = roles.isEmpty() ? Set.of(Role.ADMIN) : roles;
        return Rights.of(List.of(new Grant("bounds", meant, streams, Grant.FOREVER, "", 0)), 0);
    }

    /** The roles as people write them, empty for none. */
    public String words() {
        return roles.stream().sorted().map(Role::word).collect(Collectors.joining(","));
    }
}
