// SPDX-License-Identifier: Apache-2.0
package io.photon.client.muon;

import io.photon.client.ReplayQuery;
import io.photon.codec.JsonFields;
import io.photon.event.Bound;
import io.photon.event.Event;
import io.photon.event.OrderIds;
import io.photon.filter.Glob;
import io.photon.filter.StreamSelector;
import io.photon.filter.Where;
import io.photon.filter.WhereParser;
import io.photon.result.Result;
import org.jspecify.annotations.Nullable;

/**
 * A query as the stream {@code /stream} takes it, and applied here once more: all event stores over Muon know stream,
 * type and {@code from} (docs/muon-protocol 10.1), each keeps to {@code from} in its own way, and only a Photon of this
 * kind knows the rest. Pure.
 */
final class EventFilter {

    /** A store's clock may be this much slower than ours, and an event of before {@code to} still arrive. */
    private static final long CLOCK_SKEW_MS = 5_000;

    private final ReplayQuery query;
    private final Bound from;
    private final Bound to;
    private final boolean cold;
    private final @Nullable Glob eventType;
    private final @Nullable Where where;

    private EventFilter(ReplayQuery query, boolean cold, @Nullable Glob eventType, @Nullable Where where) {
        this.query = query;
        this.from = Bound.of(query.from());
        this.to = Bound.of(query.to());
        this.cold = cold;
        this.eventType = eventType;
        this.where = where;
    }

    /** Understands a query, or says what is wrong with it. @param nowMs our clock */
    static Result<EventFilter> of(ReplayQuery query, long nowMs) {
        // What ends in the past needs no live events: it would wait for one that never comes.
        long certain = nowMs - CLOCK_SKEW_MS;
        Bound to = Bound.of(query.to());
        boolean past = to.value() < (to.isTime() ? certain : OrderIds.firstOfMillis(certain));
        boolean cold = query.ends() || (past && query.type().equals("hot-cold"));
        Glob type = query.eventType() == null ? null : Glob.of(query.eventType());
        return query.where() == null
                ? Result.ok(new EventFilter(query, cold, type, null))
                : WhereParser.parse(query.where()).map(where -> new EventFilter(query, cold, type, where));
    }

    /** The arguments of the stream. Without the limit, which the original cannot read: a client that has enough cancels. */
    String args() {
        // Other event stores know no backslashes: one stream is named as it is.
        StreamSelector stream = StreamSelector.of(query.stream(), query.exact());
        String name = stream.name() == null ? query.stream() : stream.name();
        StringBuilder args = new StringBuilder("{\"stream-name\":").append(JsonFields.quote(name));
        add(args, "exact", stream.name() != null && Glob.needsQuotes(name) ? "true" : null);
        add(args, "stream-type", cold ? "cold" : query.type());
        args.append(",\"from\":").append(query.from());
        if (query.to() != Long.MAX_VALUE) {
            args.append(",\"to\":").append(query.to());
        }
        add(args, "event-type", query.eventType());
        add(args, "where", query.where());
        add(args, "direction", query.backwards() ? "backwards" : null);
        add(args, "skip-damaged", query.skipDamaged() ? "true" : null);
        return args.append('}').toString();
    }

    private static void add(StringBuilder args, String name, @Nullable String value) {
        if (value != null) {
            args.append(",\"").append(name).append("\":").append(JsonFields.quote(value));
        }
    }

    private static long value(Event event, Bound bound) {
        return bound.isTime() ? event.eventTime() : event.orderId();
    }

    boolean wants(Event event) {
        return value(event, from) >= from.value()
                && value(event, to) <= to.value()
                && (eventType == null || eventType.matches(event.eventType()))
                && (where == null || where.test(event));
    }

    /** Whether nothing after this position is wanted. */
    boolean endsAt(long orderId) {
        // What follows an event that is later than a time may be earlier: its clock may have been set back.
        return query.backwards() ? !from.isTime() && orderId <= from.value() : !to.isTime() && orderId >= to.value();
    }

    boolean isBackwards() {
        return query.backwards();
    }

    long limit() {
        return query.limit();
    }
}
