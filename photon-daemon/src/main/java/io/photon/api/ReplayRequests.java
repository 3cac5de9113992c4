// SPDX-License-Identifier: Apache-2.0
package io.photon.api;

import io.photon.event.Bound;
import io.photon.filter.StreamSelector;
import io.photon.filter.Where;
import io.photon.filter.WhereLanguage;
import io.photon.filter.WhereParser;
import io.photon.log.ReplaySpec;
import io.photon.log.ReplayType;
import io.photon.log.TimeRange;
import io.photon.result.Failure;
import io.photon.result.Result;
import org.jspecify.annotations.Nullable;

/** Reads a {@link AskedReplay} into what the log understands. Pure. */
final class ReplayRequests {

    private static final Bound START = Bound.position(0);
    private static final Bound END = Bound.position(Long.MAX_VALUE);

    private ReplayRequests() {}

    /** @param more for predicates that the bounded part of jq does not know */
    static Result<ReplaySpec> read(AskedReplay query, WhereLanguage more) {
        return type(query.type())
                .then(type ->
                        backwards(query.direction(), type).then(backwards -> bounds(query, type, backwards, more)));
    }

    private static Result<ReplaySpec> bounds(
            AskedReplay query, ReplayType type, boolean backwards, WhereLanguage more) {
        Result<Bound> from = query.from() == null ? Result.ok(START) : Positions.read("from", query.from());
        Result<Bound> to = query.to() == null ? Result.ok(END) : Positions.read("to", query.to());
        return from.then(lower -> to.then(upper -> limit(query.limit())
                .then(limit -> where(query.where(), more)
                        .map(where -> ReplaySpec.of(type, StreamSelector.of(query.stream(), query.exact()))
                                .from(lower.isTime() ? 0 : lower.value())
                                .to(upper.isTime() ? Long.MAX_VALUE : upper.value())
                                .limit(limit)
                                .ofType(query.eventType())
                                .where(where.orElse(null))
                                .backwards(backwards)
                                .within(times(lower, upper))))));
    }

    private static TimeRange times(Bound from, Bound to) {
        return from.isTime() || to.isTime()
                ? new TimeRange(
                        from.isTime() ? from.value() : Long.MIN_VALUE, to.isTime() ? to.value() : Long.MAX_VALUE)
                : TimeRange.ALL;
    }

    private static Result<ReplayType> type(@Nullable String text) {
        return switch (text == null ? "hot-cold" : text) {
            case "hot-cold" -> Result.ok(ReplayType.HOT_COLD);
            case "cold" -> Result.ok(ReplayType.COLD);
            case "hot" -> Result.ok(ReplayType.HOT);
            default -> bad("type is '" + text + "'", "use cold, hot or hot-cold");
        };
    }

    private static Result<Boolean> backwards(@Nullable String text, ReplayType type) {
        return switch (text == null ? "forwards" : text) {
            case "forwards" -> Result.ok(false);
            case "backwards" ->
                type == ReplayType.COLD
                        ? Result.ok(true)
                        : bad("only a cold replay runs backwards", "add type=cold, or leave direction out");
            default -> bad("direction is '" + text + "'", "use forwards or backwards");
        };
    }

    private static Result<Long> limit(@Nullable String text) {
        if (text == null) {
            return Result.ok(Long.MAX_VALUE);
        }
        return text.matches("\\d{1,18}")
                ? Result.ok(Long.parseLong(text))
                : bad("limit is '" + text + "'", "give a number of events");
    }

    private static Result<java.util.Optional<Where>> where(@Nullable String text, WhereLanguage more) {
        return text == null
                ? Result.ok(java.util.Optional.empty())
                : predicate(text, more).map(where -> java.util.Optional.of(where));
    }

    /** The bounded part of jq where it is enough: it is faster. */
    private static Result<Where> predicate(String text, WhereLanguage more) {
        Result<Where> bounded = WhereParser.parse(text);
        return bounded instanceof Result.Err ? more.compile(text) : bounded;
    }

    private static <T> Result<T> bad(String message, String hint) {
        return Result.err(Failure.Kind.BAD_INPUT, message, hint);
    }
}
