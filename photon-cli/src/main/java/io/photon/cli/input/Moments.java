package io.photon.cli.input;

import io.photon.event.OrderIds;
import io.photon.result.Failure;
import io.photon.result.Result;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;

/**
 * Positions and times as a user writes them: an order-id, ms since 1970, RFC 3339 with an offset, {@code now}, or a
 * time ago such as {@code -1h} and {@code 1d3h}.
 */
public final class Moments {

    private static final String HINT =
            "write an order-id, ms since 1970, a time such as 2026-01-31T12:00:00Z, now, or an age such as -1h or 1d3h";

    private Moments() {}

    /** The first position of a moment. */
    public static Result<Long> from(String text, long nowMs) {
        return read(text, nowMs, false);
    }

    /** The last position of a moment: a time includes its whole millisecond. */
    public static Result<Long> to(String text, long nowMs) {
        return read(text, nowMs, true);
    }

    private static Result<Long> read(String text, long nowMs, boolean end) {
        String given = text.strip();
        if (given.equals("now")) {
            return ok(nowMs, end);
        }
        if (isDigits(given)) {
            try {
                long number = Long.parseLong(given);
                return number >= OrderIds.FIRST_REAL ? Result.ok(number) : ok(number, end);
            } catch (NumberFormatException e) {
                return bad(text);
            }
        }
        Result<Long> ago = Durations.parse(given.startsWith("-") ? given.substring(1) : given);
        if (ago instanceof Result.Ok<Long> ms) {
            return ok(Math.max(0, nowMs - ms.value()), end);
        }
        return parseTime(text, given, end);
    }

    private static Result<Long> parseTime(String text, String given, boolean end) {
        try {
            Instant time = OffsetDateTime.parse(given.replace(' ', 'T')).toInstant();
            long ms = time.toEpochMilli();
            return ms < 0 ? bad(text) : ok(ms, end);
        } catch (DateTimeParseException | ArithmeticException e) {
            return bad(text);
        }
    }

    private static Result<Long> ok(long ms, boolean end) {
        if (ms >= OrderIds.FIRST_REAL) {
            return bad(Long.toString(ms));
        }
        return Result.ok(end ? OrderIds.lastOfMillis(ms) : OrderIds.firstOfMillis(ms));
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
