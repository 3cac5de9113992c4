// SPDX-License-Identifier: Apache-2.0
package io.photon.security;

import io.photon.event.StreamNames;
import io.photon.filter.StreamSelector;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What one may do with which streams, as of one moment: what has ended by then is not in it. Immutable, but for a bounded
 * memory of decisions; thread-safe.
 */
public final class Rights {

    /** Of more streams than this, the decisions are made anew. */
    static final int MAX_REMEMBERED = 4_096;

    private record Scope(StreamSelector streams, int bits) {}

    private final int everywhere;
    private final List<Scope> scopes;
    private final long untilMs;
    private final @Nullable Rights limit;
    private final Map<String, Integer> remembered = new ConcurrentHashMap<>();

    private Rights(int everywhere, List<Scope> scopes, long untilMs, @Nullable Rights limit) {
        this.everywhere = everywhere;
        this.scopes = scopes;
        this.untilMs = untilMs;
        this.limit = limit;
    }

    /** All there are, of all streams. */
    public static Rights all() {
        return everywhere(Set.of(Permission.values()));
    }

    /** These of all streams. */
    public static Rights everywhere(Set<Permission> permissions) {
        int bits = 0;
        for (Permission permission : permissions) {
            bits |= permission.bit();
        }
        return new Rights(bits, List.of(), Grant.FOREVER, null);
    }

    /** Those of grants that hold at a time, ms since 1970. */
    public static Rights of(Collection<Grant> grants, long nowMs) {
        int everywhere = 0;
        List<Scope> scopes = new ArrayList<>();
        long until = Grant.FOREVER;
        for (Grant grant : grants) {
            if (!grant.holds(nowMs)) {
                continue;
            }
            until = Math.min(until, grant.untilMs());
            if (grant.isOfEverything()) {
                everywhere |= grant.bits();
            } else {
                scopes.add(new Scope(grant.selector(), grant.bits()));
            }
        }
        return new Rights(everywhere, List.copyOf(scopes), until, null);
    }

    /** These, as far as the others allow it too. */
    public Rights within(Rights other) {
        Rights both = limit == null ? other : limit.within(other);
        return new Rights(everywhere, scopes, Math.min(untilMs, other.untilMs), both);
    }

    /** When the first of them ends, ms since 1970: from then on this says too much. */
    public long untilMs() {
        return untilMs;
    }

    /** Whether of all streams; {@code __security__} needs {@link Permission#SECURITY} too. */
    public boolean everywhere(Permission permission) {
        return (everywhere & permission.bit()) != 0 && (limit == null || limit.everywhere(permission));
    }

    /** Whether of any stream. */
    public boolean somewhere(Permission permission) {
        boolean here = (everywhere & permission.bit()) != 0
                || scopes.stream().anyMatch(scope -> (scope.bits() & permission.bit()) != 0);
        return here && (limit == null || limit.somewhere(permission));
    }

    /** Whether of this stream. Cheap from the second time on. */
    public boolean on(Permission permission, String stream) {
        int bits = everywhere;
        if ((bits & permission.bit()) == 0 || stream.startsWith("__")) {
            Integer known = remembered.get(stream);
            bits = known == null ? decide(stream) : known;
        }
        return (bits & permission.bit()) != 0 && (limit == null || limit.on(permission, stream));
    }

    private int decide(String stream) {
        int bits = everywhere;
        if (stream.equals(StreamNames.SECURITY)) {
            bits = (everywhere & Permission.SECURITY.bit()) == 0 ? 0 : everywhere;
        } else if (!stream.equals(StreamNames.ALL)) {
            for (Scope scope : scopes) {
                if (scope.streams().includes(stream)) {
                    bits |= scope.bits();
                }
            }
        }
        if (remembered.size() >= MAX_REMEMBERED) {
            remembered.clear();
        }
        remembered.put(stream, bits);
        return bits;
    }

    /** Whether of all streams of which others say it; also false where that cannot be told from the texts. */
    public boolean includes(Rights others, Permission permission) {
        int bit = permission.bit();
        boolean all = (everywhere & bit) != 0
                || (others.everywhere & bit) == 0
                        && others.scopes.stream()
                                .filter(scope -> (scope.bits() & bit) != 0)
                                .allMatch(scope -> covers(bit, scope.streams()));
        return all && (limit == null || limit == others.limit);
    }

    private boolean covers(int bit, StreamSelector streams) {
        return scopes.stream()
                .anyMatch(scope -> (scope.bits() & bit) != 0 && scope.streams().covers(streams));
    }

    /** Whether of every stream that a selection can ever mean; also false where that cannot be told from the texts. */
    public boolean covers(Permission permission, StreamSelector streams) {
        boolean here;
        if (streams.isAll()) {
            here = (everywhere & permission.bit()) != 0;
        } else if (!streams.isSeveral()) {
            return on(permission, Objects.requireNonNull(streams.name()));
        } else if (streams.includes(StreamNames.SECURITY) && (everywhere & Permission.SECURITY.bit()) == 0) {
            here = false;
        } else {
            here = (everywhere & permission.bit()) != 0 || covers(permission.bit(), streams);
        }
        return here && (limit == null || limit.covers(permission, streams));
    }
}
