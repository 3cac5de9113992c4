// SPDX-License-Identifier: Apache-2.0
package io.photon.projection.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.codec.EventParser;
import io.photon.event.EventLimits;
import io.photon.projection.clojure.ClojureEngine;
import io.photon.projection.javascript.JavaScriptEngine;
import io.photon.projection.jq.JqEngine;
import io.photon.projection.spi.Reducer;
import io.photon.projection.spi.ReducerEngine;
import io.photon.projection.spi.ReductionException;
import io.photon.result.Result;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** No event that is taken at the door stops a projection that does not even look at it. */
class NumberLimitTest {

    static List<ReducerEngine> engines() {
        return List.of(new JavaScriptEngine(), new ClojureEngine(), new JqEngine());
    }

    private static List<String> taken() {
        int most = EventLimits.MAX_NUMBER_LENGTH;
        return List.of(
                "9".repeat(most),
                "-" + "9".repeat(most - 1),
                "0." + "3".repeat(most - 2),
                "-0." + "0".repeat(most - 4) + "1",
                "9".repeat(most - 2) + "e9",
                "1e400",
                "-1E-400",
                "1e99999",
                "1e-99999",
                "1e999999999",
                "1e2147483647",
                "1e2147483648",
                "1e-2147483649",
                "1e99999999999999999999",
                "1e" + "9".repeat(most - 2));
    }

    private static boolean isTakenAtTheDoor(String payload) {
        byte[] json = ("{\"stream-name\":\"s\",\"event-type\":\"T\",\"payload\":" + payload + "}")
                .getBytes(StandardCharsets.UTF_8);
        return EventParser.parseDraft(json, 0, json.length) instanceof Result.Ok<?>;
    }

    private static String counting(ReducerEngine engine) {
        return switch (engine.language()) {
            case "javascript" -> "(p, n) => (p || 0) + 1";
            case "clojure" -> "(fn [p n] (inc (or p 0)))";
            default -> "(. // 0) + 1";
        };
    }

    @ParameterizedTest
    @MethodSource("engines")
    void whatIsTakenAtTheDoorIsFolded(ReducerEngine engine) throws ReductionException {
        Reductions language = new Reductions(engine);
        for (String number : taken()) {
            for (String payload : List.of(number, "{\"a\":[" + number + "]}")) {
                if (!isTakenAtTheDoor(payload)) {
                    continue;
                }
                try (Reducer reducer = language.reducer(counting(engine), null)) {
                    reducer.reduce(Reductions.event(1, payload));
                    assertEquals("1", Reductions.json(reducer));
                } catch (ReductionException e) {
                    throw new AssertionError(shortened(number) + ": " + e.getMessage(), e);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("engines")
    void whatWasStoredBeforeTheLimitFailsInWords(ReducerEngine engine) {
        String number = "9".repeat(EventLimits.MAX_NUMBER_LENGTH + 1);
        assertTrue(!isTakenAtTheDoor(number));
        try (Reducer reducer = new Reductions(engine).reducer(counting(engine), null)) {
            ReductionException refused =
                    assertThrows(ReductionException.class, () -> reducer.reduce(Reductions.event(1, number)));
            assertTrue(
                    refused.getMessage()
                            .startsWith("a number of the event has 10001 characters, and at most 10000 are folded"),
                    refused.getMessage());
        }
    }

    private static String shortened(String number) {
        return number.length() <= 40 ? number : number.substring(0, 20) + "… of " + number.length() + " characters";
    }
}
