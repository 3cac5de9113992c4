// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.history;

import static io.photon.cli.history.HistoryCheckTest.broken;
import static io.photon.cli.history.HistoryCheckTest.check;
import static io.photon.cli.history.HistoryCheckTest.ended;
import static io.photon.cli.history.HistoryCheckTest.invoke;
import static io.photon.cli.history.HistoryCheckTest.okAt;
import static io.photon.cli.history.HistoryCheckTest.read;
import static io.photon.cli.history.HistoryCheckTest.start;
import static io.photon.cli.history.HistoryCheckTest.stored;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What a key means, from when an attempt counts, a log that is empty, and readers that begin again. */
class HistoryKeysTest {

    private static String in(String stream, String line) {
        return line.replace("\"stream-name\":\"s\"", "\"stream-name\":\"" + stream + "\"");
    }

    @Test
    void aKeyIsOneOfItsStreamAndOthersMayHaveItToo() {
        assertTrue(check(List.of(
                        invoke("a", 1),
                        okAt("a", 2, 10),
                        in("t", invoke("a", 3)),
                        okAt("a", 4, 11),
                        stored("a", 10),
                        in("t", stored("a", 11)),
                        in("of others", stored("a", 12)),
                        in("of others", stored("a", 13))))
                .isCorrect());
        broken(
                "elsewhere",
                List.of(1L, 5L),
                invoke("a", 1),
                in("t", invoke("b", 1)),
                okAt("b", 2, 10),
                in("t", stored("b", 10)),
                in("t", stored("a", 11)));
    }

    private static String readOf(String key, long orderId) {
        return read(orderId).replace("}", ",\"key\":\"" + key + "\"}");
    }

    @Test
    void aReaderThatIsGivenAnotherEventThanTheOneThatIsStoredThereIsFound() {
        assertTrue(check(List.of(invoke("a", 1), okAt("a", 2, 10), start(3, 0), readOf("a", 10), stored("a", 10)))
                .isCorrect());
        broken(
                "read-other",
                List.of(1L, 4L),
                invoke("a", 1),
                okAt("a", 2, 10),
                start(3, 0),
                readOf("b", 10),
                stored("a", 10));
    }

    @Test
    void whatWasRefusedFirstCountsFromTheAttemptThatMayHaveStoredIt() {
        broken(
                "out-of-order",
                List.of(4L, 5L),
                invoke("a", 1),
                ended("fail", "a", 2),
                invoke("b", 3),
                okAt("b", 4, 12),
                invoke("a", 5),
                okAt("a", 6, 11),
                stored("a", 11),
                stored("b", 12));
        assertTrue(check(List.of(
                        invoke("a", 1),
                        ended("unknown", "a", 2),
                        invoke("b", 3),
                        okAt("b", 4, 12),
                        invoke("a", 5),
                        okAt("a", 6, 11),
                        stored("a", 11),
                        stored("b", 12)))
                .isCorrect());
    }

    private static String logEnd(int events) {
        return "{\"op\":\"log-end\",\"events\":" + events + "}";
    }

    @Test
    void aLogThatIsWholeAndEmptyHasLostEverything() {
        broken("lost", List.of(1L, 2L), invoke("a", 1), okAt("a", 2, 10), logEnd(0));
        assertTrue(check(List.of(invoke("a", 1), ended("unknown", "a", 2), logEnd(0)))
                .isCorrect());
        broken("log-changed", List.of(3L), invoke("a", 1), stored("a", 10), logEnd(2));
    }

    @Test
    void aReaderThatBeginsAgainTooFarOnIsFound() {
        broken(
                "skipped",
                List.of(6L, 7L),
                invoke("a", 1),
                invoke("b", 1),
                okAt("a", 2, 10),
                okAt("b", 2, 12),
                start(3, 0),
                read(10),
                start(4, 13),
                stored("a", 10),
                stored("b", 12));
    }
}
