// SPDX-License-Identifier: Apache-2.0
package io.photon.api;

import io.photon.event.Bound;
import io.photon.event.OrderIds;
import io.photon.log.StoreFailures;
import io.photon.result.Excerpt;
import io.photon.result.Failure;
import io.photon.result.Result;
import io.photon.store.EventReader;
import io.photon.store.StoreException;
import io.photon.store.TimeSearch;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;

/** Positions as users write them: order-ids, ms since 1970, RFC 3339 with an offset. */
final class Positions {

    private Positions() {}

    /** What a text means. */
    static Result<Bound> read(String name, String text) {
        if (text.matches("\\d{1,18}")) {
            return Result.ok(Bound.of(Long.parseLong(text)));
        }
        try {
            Instant moment = OffsetDateTime.parse(text).toInstant();
            long millis = moment.toEpochMilli();
            if (millis >= 0 && millis < OrderIds.FIRST_REAL) {
                return Result.ok(Bound.of(millis));
            }
        } catch (DateTimeException | ArithmeticException e) {
            return bad(name, text);
        }
        return bad(name, text);
    }

    /** The first order-id meant by a text: of a time, that of the first event that is not earlier. */
    static Result<Long> from(EventReader reader, String name, String text) {
        return read(name, text).then(bound -> {
            if (!bound.isTime()) {
                return Result.ok(bound.value());
            }
            try {
                long last = reader.lastOrderId(); // before the search: what comes after it is not passed over
                long first = TimeSearch.firstSince(reader, bound.value(), 0);
                return Result.ok(first == Long.MAX_VALUE ? last + 1 : first);
            } catch (StoreException e) {
                return Result.err(StoreFailures.withoutChange(e));
            }
        });
    }

    private static Result<Bound> bad(String name, String text) {
        String shown = Excerpt.of(text);
        return Result.err(
                Failure.Kind.BAD_INPUT,
                name + " is '" + shown + "', which is not a position",
                "give an order-id, ms since 1970, or a time such as 2026-01-31T12:00:00Z");
    }
}
