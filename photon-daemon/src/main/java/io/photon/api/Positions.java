package io.photon.api;

import io.photon.event.OrderIds;
import io.photon.result.Failure;
import io.photon.result.Result;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;

/** Positions as users write them: order-ids, ms since 1970, RFC 3339 with an offset. Pure. */
final class Positions {

    private Positions() {}

    /** The first order-id meant by a text. */
    static Result<Long> from(String name, String text) {
        return read(name, text, false);
    }

    /** The last order-id meant by a text: a time includes its whole millisecond. */
    static Result<Long> to(String name, String text) {
        return read(name, text, true);
    }

    private static Result<Long> read(String name, String text, boolean last) {
        if (text.matches("\\d{1,18}")) {
            long number = Long.parseLong(text);
            return Result.ok(number < OrderIds.FIRST_REAL ? ofMillis(number, last) : number);
        }
        try {
            Instant moment = OffsetDateTime.parse(text).toInstant();
            long millis = moment.toEpochMilli();
            if (millis >= 0 && millis < OrderIds.FIRST_REAL) {
                return Result.ok(ofMillis(millis, last));
            }
        } catch (DateTimeException | ArithmeticException e) {
            return bad(name, text);
        }
        return bad(name, text);
    }

    private static long ofMillis(long millis, boolean last) {
        return last ? OrderIds.lastOfMillis(millis) : OrderIds.firstOfMillis(millis);
    }

    private static Result<Long> bad(String name, String text) {
        String shown = text.length() > 80 ? text.substring(0, 80) + "…" : text;
        return Result.err(
                Failure.Kind.BAD_INPUT,
                name + " is '" + shown + "', which is no position",
                "give an order-id, ms since 1970, or a time such as 2026-01-31T12:00:00Z");
    }
}
