// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.input;

import io.photon.event.OrderIds;
import io.photon.result.Failure;
import io.photon.result.Result;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Positions and times as a user writes them: an order-id, ms since 1970, RFC 3339, {@code now}, or a time ago such as
 * {@code -1h} and {@code 1d3h}. A time without an offset is local time, and a remark says so.
 */
public final class Moments {

    private static final String HINT =
            "write an order-id, ms since 1970, a time such as 2026-01-31T12:00:00Z or 12:30, now, or an age such as -1h or 1d3h";

    private Moments() {}

    /**
     * A number as the daemon understands it: an order-id, or ms since 1970 for a time. What a time means among the events
     * is not ours to say: their order-ids may be ahead of their times.
     *
     * @param remarks is told how a time without an offset was understood
     */
    public static Result<Long> read(String text, long nowMs, Consumer<String> remarks) {
        return read(text, nowMs, LocalTimes::zone, remarks);
    }

    static Result<Long> read(String text, long nowMs, Supplier<ZoneId> zone, Consumer<String> remarks) {
        String given = text.strip();
        if (given.equals("now")) {
            return ok(nowMs);
        }
        if (isDigits(given)) {
            try {
                return Result.ok(Long.parseLong(given));
            } catch (NumberFormatException e) {
                return bad(text);
            }
        }
        Result<Long> ago = Durations.parse(given.startsWith("-") ? given.substring(1) : given);
        if (ago instanceof Result.Ok<Long> ms) {
            return ok(Math.max(0, nowMs - ms.value()));
        }
        return parseTime(text, given, nowMs, zone, remarks);
    }

    private static Result<Long> parseTime(
            String text, String given, long nowMs, Supplier<ZoneId> zone, Consumer<String> remarks) {
        String time = given.replace(' ', 'T');
        try {
            return time(text, OffsetDateTime.parse(time).toInstant());
        } catch (DateTimeParseException | ArithmeticException e) {
            Optional<ZonedDateTime> local = LocalTimes.read(time, nowMs, zone.get());
            local.ifPresent(found -> remarks.accept(LocalTimes.remark(given, found)));
            return local.isPresent() ? time(text, local.get().toInstant()) : bad(text);
        }
    }

    private static Result<Long> time(String text, Instant time) {
        try {
            long ms = time.toEpochMilli();
            return ms < 0 ? bad(text) : ok(ms);
        } catch (ArithmeticException e) {
            return bad(text);
        }
    }

    private static Result<Long> ok(long ms) {
        return ms >= OrderIds.FIRST_REAL ? bad(Long.toString(ms)) : Result.ok(ms);
    }

    private static Result<Long> bad(String text) {
        return Result.err(Failure.Kind.BAD_INPUT, "'" + text + "' is neither a position nor a time", HINT);
    }

    static boolean isDigits(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return !text.isEmpty();
    }
}
