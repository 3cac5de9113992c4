// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.input;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/** Times without an offset: of the time zone of this machine, as a person means them who reads a clock on the wall. */
final class LocalTimes {

    private LocalTimes() {}

    /** The zone of the person who types a time: the one thing that may depend on it, and a remark says what came of it. */
    static ZoneId zone() {
        return ZoneId.systemDefault();
    }

    /** A date and time, a date alone (its first moment), or a time of today. */
    static Optional<ZonedDateTime> read(String given, long nowMs, ZoneId zone) {
        try {
            if (given.indexOf('T') > 0) {
                return Optional.of(LocalDateTime.parse(given).atZone(zone));
            }
            if (given.indexOf(':') > 0) {
                LocalDate today =
                        java.time.Instant.ofEpochMilli(nowMs).atZone(zone).toLocalDate();
                return Optional.of(today.atTime(LocalTime.parse(given)).atZone(zone));
            }
            return Optional.of(LocalDate.parse(given).atStartOfDay(zone));
        } catch (DateTimeParseException e) {
            return Optional.empty(); // another kind of time, or none
        } catch (DateTimeException e) {
            return Optional.empty(); // a zone that this Java does not know
        }
    }

    /** What a person is told, so that another meaning is seen. */
    static String remark(String given, ZonedDateTime time) {
        return "'" + given + "' has no offset and is taken as local time: "
                + DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(time);
    }
}
