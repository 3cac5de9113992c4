// SPDX-License-Identifier: Apache-2.0
package io.photon.client;

import org.jspecify.annotations.Nullable;

/**
 * What to play.
 *
 * @param stream a stream's name, {@code __all__} or a glob
 * @param exact whether that is the exact name of a stream even if it looks like a glob
 * @param type {@code cold}, {@code hot} or {@code hot-cold}
 * @param from inclusive lower bound: an order-id, or below 10^14 a time in ms; 0 for none
 * @param to inclusive upper bound, given alike; {@link Long#MAX_VALUE} for none
 * @param limit how many events at the most, {@link Long#MAX_VALUE} for all
 * @param eventType a glob over event types, or null
 * @param where a predicate over events, or null
 * @param backwards newest first; cold only
 * @param skipDamaged go on after damage: a line {@code {"damaged":{"first","last"}}} stands in its place
 */
public record ReplayQuery(
        String stream,
        boolean exact,
        String type,
        long from,
        long to,
        long limit,
        @Nullable String eventType,
        @Nullable String where,
        boolean backwards,
        boolean skipDamaged) {

    /** One that fails at damage. */
    public ReplayQuery(
            String stream,
            String type,
            long from,
            long to,
            long limit,
            @Nullable String eventType,
            @Nullable String where,
            boolean backwards) {
        this(stream, false, type, from, to, limit, eventType, where, backwards, false);
    }

    /** The same, going on after damage if that is wanted. */
    public ReplayQuery skippingDamaged(boolean wanted) {
        return new ReplayQuery(stream, exact, type, from, to, limit, eventType, where, backwards, wanted);
    }

    /** The same, with the stream's name taken as it stands if that is wanted. */
    public ReplayQuery exactly(boolean wanted) {
        return new ReplayQuery(stream, wanted, type, from, to, limit, eventType, where, backwards, skipDamaged);
    }

    /** The newest of these events, newest first. */
    public ReplayQuery newest(long most) {
        return backwardsCold().atMost(most);
    }

    /** The same within other bounds. */
    public ReplayQuery between(long first, long last) {
        return new ReplayQuery(stream, exact, type, first, last, limit, eventType, where, backwards, skipDamaged);
    }

    /** The same as another type; {@code cold}, {@code hot} or {@code hot-cold}. */
    public ReplayQuery ofType(String other) {
        return new ReplayQuery(stream, exact, other, from, to, limit, eventType, where, backwards, skipDamaged);
    }

    /** The same of another stream. */
    public ReplayQuery of(String other) {
        return new ReplayQuery(other, exact, type, from, to, limit, eventType, where, backwards, skipDamaged);
    }

    /** The same, ending after N events. */
    public ReplayQuery atMost(long events) {
        return new ReplayQuery(stream, exact, type, from, to, events, eventType, where, backwards, skipDamaged);
    }

    /** The same with other filters; null for none. */
    public ReplayQuery matching(@Nullable String types, @Nullable String predicate) {
        return new ReplayQuery(stream, exact, type, from, to, limit, types, predicate, backwards, skipDamaged);
    }

    /** What is stored of it, newest first. */
    public ReplayQuery backwardsCold() {
        return new ReplayQuery(stream, exact, "cold", from, to, limit, eventType, where, true, skipDamaged);
    }

    /** Everything stored in a stream. */
    public static ReplayQuery cold(String stream) {
        return new ReplayQuery(stream, "cold", 0, Long.MAX_VALUE, Long.MAX_VALUE, null, null, false);
    }

    /** Whether it ends by itself. */
    public boolean ends() {
        return type.equals("cold");
    }
}
