// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.input;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.photon.result.Result;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MomentsTest {

    private final List<String> remarks = new ArrayList<>();

    private static final long NOW = 1_764_000_000_123L;

    @ParameterizedTest
    @CsvSource({
        "1764000000000001, 1764000000000001",
        "1764000000000, 1764000000000",
        "now, 1764000000123",
        "-1h, 1763996400123",
        "1d3h, 1763902800123",
        "250ms, 1763999999873",
        "2025-11-24T16:00:00Z, 1764000000000",
        "2025-11-24T17:00:00.5+01:00, 1764000000500",
        "2025-11-24 16:00:00Z, 1764000000000",
        "0, 0",
    })
    void aPositionStaysOneAndATimeIsSentAsATime(String text, long number) {
        assertEquals(Result.ok(number), Moments.read(text, NOW, remarks::add));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "yesterday",
                "2025-11-24T25:00:00",
                "2025-13-24",
                "2025-11-24T",
                "24:00:01",
                "1h1d",
                "1x",
                "-",
                "--1h",
                "+5",
                "1764000000000.5",
                "99999999999999999999",
                "1000000000000000000000d",
                "1969-12-31T00:00:00Z",
                "١٢"
            })
    void anythingElseIsRefused(String text) {
        assertInstanceOf(Result.Err.class, Moments.read(text, NOW, remarks::add), text);
    }

    @ParameterizedTest
    @CsvSource({"30s, 30000", "1h30m, 5400000", "2w1d, 1296000000", "0s, 0"})
    void durationsAreSummedUp(String text, long ms) {
        assertEquals(Result.ok(ms), Durations.parse(text));
        assertEquals(Result.ok(ms), Durations.span(text));
    }

    @Test
    void aDurationTooLongToCountIsRefused() {
        assertInstanceOf(Result.Err.class, Durations.parse("999999999999w"));
        assertInstanceOf(Result.Err.class, Durations.parse("30"));
        assertEquals(Result.ok(30_000L), Durations.span("30"));
        assertEquals(Result.ok(500L), Durations.span("0.5"));
        for (String wrong : List.of("", ".5", "1.", "-1", "1.2345", "1e3", "1.5s", "٣")) {
            assertInstanceOf(Result.Err.class, Durations.span(wrong), wrong);
        }
        assertInstanceOf(Result.Err.class, Durations.parse("٣s"), "digits of another language");
        assertInstanceOf(Result.Err.class, Moments.read("-999999999999w", 1, remarks::add));
    }

    @ParameterizedTest
    @CsvSource({
        "2025-11-24T16:00:00, 2025-11-24T16:00:00+01:00, 1763996400000",
        "2025-11-24 16:00, 2025-11-24T16:00:00+01:00, 1763996400000",
        "2025-07-24T16:00:00.5, 2025-07-24T16:00:00.5+02:00, 1753365600500",
        "2025-11-24, 2025-11-24T00:00:00+01:00, 1763938800000",
        "09:30, 2025-11-24T09:30:00+01:00, 1763973000000",
    })
    void aTimeWithoutAnOffsetIsLocalTimeAndARemarkSaysSo(String text, String meant, long ms) {
        assertEquals(Result.ok(ms), Moments.read(text, NOW, () -> ZoneId.of("Europe/Berlin"), remarks::add));
        assertEquals(List.of("'" + text + "' has no offset and is taken as local time: " + meant), remarks);
    }

    @Test
    void whatHasAnOffsetNeedsNoRemark() {
        Moments.read("2025-11-24T16:00:00Z", NOW, remarks::add);
        Moments.read("-1h", NOW, remarks::add);
        assertEquals(List.of(), remarks);
    }
}
