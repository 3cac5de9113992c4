// SPDX-License-Identifier: Apache-2.0
package io.photon.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.event.Event;
import io.photon.result.Failure;
import io.photon.result.Result;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WhereParserTest {

    private static final String PAYLOAD = """
            {"amount":100.50,"name":"Bärbel","tags":["new","vip"],"big":9007199254740993,"none":null,"no":false,\
            "a":{"b":[1,2,{"c":"deep"}]},"x-y":1}""";

    private static Event event(String payload) {
        String line = "{\"order-id\":1764000000000000,\"event-time\":1764000000000,\"stream-name\":\"orders\","
                + "\"event-type\":\"OrderPlaced\",\"payload\":" + payload + "}";
        return Event.ofLine(line.getBytes(StandardCharsets.UTF_8));
    }

    private static boolean test(String where, String payload) {
        if (WhereParser.parse(where) instanceof Result.Ok<Where> ok) {
            return ok.value().test(event(payload));
        }
        throw new AssertionError(WhereParser.parse(where).toString());
    }

    private static Failure failure(String where) {
        if (WhereParser.parse(where) instanceof Result.Err<Where> err) {
            return err.failure();
        }
        throw new AssertionError(where + " was accepted");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ".payload.amount == 100.5",
                ".payload.amount > 100 and .payload.amount <= 100.50",
                ".[\"event-type\"] == \"OrderPlaced\"",
                ".\"event-type\" == \"OrderPlaced\"",
                ".payload[\"x-y\"] == 1",
                ".payload.\"x-y\" == 1",
                ".payload.a.b[2].c == \"deep\"",
                ".payload.a.b[-1].c == \"deep\"",
                ".payload.a.b[9] == null",
                ".payload.nothing.at.all == null",
                ".payload.none | not",
                ".payload.no | not",
                ".payload.amount",
                ".payload.no or .payload.name",
                "(.payload.no and .payload.name) | not",
                ".payload.big == 9007199254740993",
                ".payload.big != 9007199254740992",
                ".payload.name | test(\"^b.r\"; \"i\")",
                ".payload.name | startswith(\"Bär\")",
                ".payload.name | endswith(\"bel\")",
                ".payload.name | contains(\"rbe\")",
                ".payload.tags | contains([\"vi\"])",
                ".payload | has(\"amount\")",
                ".payload.tags | has(1)",
                "(.payload.name | length) == 6",
                "(.payload.tags | type) == \"array\"",
                "(.payload | .a | .b | length) == 3",
                "null < false and false < true and true < 0 and 0 < \"\" and \"\" < []",
                "[1,2] < [1,3]",
                "(. | type) == \"object\"",
                ".payload.a.b? != null",
                "true"
            })
    void whatJqFindsTrueIsWanted(String where) {
        assertTrue(test(where, PAYLOAD));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ".payload.amount == \"100.5\"",
                ".payload.none",
                ".payload.no",
                ".payload.big == 9007199254740992",
                ".payload.name.first == 1",
                ".payload.amount | startswith(\"1\")",
                ".payload.amount | contains(\"1\")",
                ".payload.tags | has(2)",
                ".payload.tags[0] == \"vip\"",
                ".payload.tags | contains([\"old\"])"
            })
    void whatJqFindsFalseNullOrAnErrorIsNotWanted(String where) {
        assertFalse(test(where, PAYLOAD));
    }

    @Test
    void anErrorNamesTheColumnAndWhatWasExpected() {
        assertEquals(
                "where: column 19: expected a path, a literal, '(' or one of not, length, type, test, startswith,"
                        + " endswith, contains, has, found the end\n  .payload.amount > \n                    ^",
                failure(".payload.amount > ").message());
        assertTrue(failure("(.a").message().contains("column 4: expected ')', found the end"));
        assertTrue(failure(".event-type == 1").message().contains("stands in quotes"));
        assertTrue(failure(".a == 1 == 2").message().contains("do not chain"));
        assertTrue(failure(".a | test(\"(\")").message().contains("regular expression"));
        assertTrue(failure(".a | test(.b)").message().contains("expected a string"));
        assertTrue(failure(".a $ 1").message().contains("column 4: expected an operator or the end, found '$'"));
        assertTrue(failure("range(1e9)").message().contains("column 1"));
        assertTrue(failure("").message().contains("column 1"));
        assertTrue(failure("(".repeat(200)).message().contains("nested deeper"));
        assertTrue(failure("1".repeat(5_000)).message().contains("at most 4096"));
    }

    @Test
    void aPatternThatWouldRunForEverGivesUp() {
        String text = "\"" + "a".repeat(50_000) + "!\"";
        assertTimeoutPreemptively(Duration.ofSeconds(10), () -> {
            assertFalse(test(".payload | test(\"(a+)+$\")", text));
            assertFalse(test(".payload | test(\"(a|aa)+$\")", text));
        });
        assertTrue(test(".payload | test(\"a!$\")", text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(.payload.text | test(\"(a?){400}b\"))",
                "(.payload.text | test(\"(a|aa)+b\"))",
                "(.payload.numbers < .payload.numbers)",
                "(.payload.keys < .payload.keys)",
                "(.payload.list | contains([[9],[8],[7]]))"
            })
    void manyCostlyPartsOfOneConditionOnALargeEventEndItInsteadOfHoldingAThread(String part) {
        StringBuilder keys = new StringBuilder("\"k\":1");
        StringBuilder numbers = new StringBuilder("1");
        StringBuilder list = new StringBuilder("[1]");
        for (int i = 0; i < 800; i++) {
            keys.append(",\"").append("k".repeat(1_000)).append(i * 7_919 % 800).append("\":1");
            numbers.append(",").append("7".repeat(1_000)).append(".5");
            list.append(",[1]".repeat(300));
        }
        String payload = "{\"text\":\"" + "a".repeat(300_000) + "\",\"keys\":{" + keys + "},\"numbers\":[" + numbers
                + "],\"list\":[" + list + "]}";
        String where = part + (" or " + part).repeat(4_000 / (part.length() + 4) - 1);
        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> {
            WhereException stopped = assertThrows(WhereException.class, () -> test(where, payload));
            assertTrue(stopped.failure().message().contains("at order-id 1764000000000000"), stopped::toString);
            assertTrue(stopped.failure().message().contains("50000000 steps"), stopped::toString);
        });
    }

    @Test
    void aPatternThatLooksAtNothingForHoursIsOverAtOnce() {
        assertTimeoutPreemptively(Duration.ofSeconds(10), () -> {
            for (String pattern : new String[] {
                "(((){999}){999}){999}$",
                "(|)".repeat(40) + "$",
                "(|){40}$x",
                "(?:#(((){9999}){99999}){99999})",
                "\\\\b{2000000000}"
            }) {
                Result<Where> read = WhereParser.parse(".payload | test(\"" + pattern + "\")");
                if (read instanceof Result.Ok<Where> ok) {
                    ok.value().test(event("\"#and more\""));
                }
            }
        });
    }

    @Test
    void whatCannotBeTestedInLinearTimeIsRefusedByNameAndNotTakenForSomethingElse() {
        for (String pattern : new String[] {"(?=a)b", "(a)\\\\1", "[a-c&&b]", "[a[bc]]", "a{999}{2}"}) {
            assertTrue(failure(".a | test(\"" + pattern + "\")").message().contains("regular expression"), pattern);
        }
        assertTrue(test(".payload | test(\"[[:alpha:]]x\")", "\"ax\""));
    }

    @Test
    void searchingALongTextMadeForItIsStillLinear() {
        String text = "a".repeat(1_000_000);
        assertTimeoutPreemptively(
                Duration.ofSeconds(10),
                () -> assertFalse(test(".payload | contains(\"" + "a".repeat(3_000) + "b\")", "\"" + text + "\"")));
        assertTrue(test(".payload | contains(\"" + "a".repeat(3_000) + "b\")", "\"" + text + "b\""));
    }

    @Test
    void stringsAreOrderedByCodePoints() {
        assertTrue(test(".payload > \"\uffee\"", "\"\uD83D\uDE00\""));
    }
}
