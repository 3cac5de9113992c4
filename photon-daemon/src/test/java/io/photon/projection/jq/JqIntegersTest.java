// SPDX-License-Identifier: Apache-2.0
package io.photon.projection.jq;

import static io.photon.result.Results.failure;
import static io.photon.result.Results.ok;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.filter.WhereException;
import io.photon.filter.WhereParser;
import io.photon.projection.sandbox.Reductions;
import io.photon.projection.spi.Reducer;
import io.photon.projection.spi.ReducerEngine;
import io.photon.projection.spi.ReductionException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Integers in jq beside the same in Java, for projections and for {@code --where}: exact at any size, or refused. */
class JqIntegersTest {

    private static final ReducerEngine ENGINE = new JqEngine();
    private static final Reductions JQ = new Reductions(ENGINE);
    private static final String MAX = "9223372036854775807";

    /** Around the borders of int, double and long, and far beyond. */
    @Provide
    Arbitrary<BigInteger> integers() {
        Arbitrary<BigInteger> borders = Arbitraries.of(0, 31, 32, 53, 62, 63, 64, 100, 300)
                .flatMap(bits -> Arbitraries.integers()
                        .between(-3, 3)
                        .map(by -> BigInteger.ONE.shiftLeft(bits).add(BigInteger.valueOf(by))));
        return Arbitraries.oneOf(
                        borders,
                        Arbitraries.bigIntegers().between(BigInteger.valueOf(-20), BigInteger.valueOf(20)),
                        Arbitraries.longs().map(BigInteger::valueOf),
                        Arbitraries.bigIntegers().between(BigInteger.TEN.pow(40).negate(), BigInteger.TEN.pow(40)))
                .flatMap(n -> Arbitraries.of(n, n.negate()));
    }

    @Property(tries = 150)
    void calculationsAreThoseOfJava(@ForAll("integers") BigInteger a, @ForAll("integers") BigInteger b)
            throws ReductionException {
        same(a, b, ".a + .b", a.add(b));
        same(a, b, ".a - .b", a.subtract(b));
        same(a, b, ".a * .b", a.multiply(b));
        same(
                a,
                b,
                ".c = .a | .c += .b | .c -= 1 | .c *= 2 | .c",
                a.add(b).subtract(BigInteger.ONE).shiftLeft(1));
        same(a, b, "-.a", a.negate());
        same(a, b, "[.a, .b, .a] | add", a.add(b).add(a));
        same(a, b, ".a | length", a.abs());
        same(a, b, ".a * .b | floor | ceil | round", a.multiply(b));
        same(a, b, "pow(.a; 3)", a.pow(3));
        same(a, b, a + " - (" + b + ")", a.subtract(b));
        if (b.signum() != 0) {
            same(a, b, ".a % .b", a.remainder(b));
            same(a, b, "(.a * .b) / .b", a);
            same(a, b, "(.a - .a % .b) / .b", a.divide(b));
            if (a.remainder(b).signum() != 0) {
                assertEquals(
                        new BigDecimal(a)
                                .divide(new BigDecimal(b), new java.math.MathContext(60))
                                .doubleValue(),
                        Double.parseDouble(eval(a, b, ".a / .b")));
            }
        }
    }

    @Property(tries = 100)
    void orderAndTextsAreThoseOfJava(@ForAll("integers") BigInteger a, @ForAll("integers") BigInteger b)
            throws ReductionException {
        int order = a.compareTo(b);
        same(
                a,
                b,
                "[.a < .b, .a <= .b, .a == .b, .a != .b, .a >= .b, .a > .b]",
                List.of(order < 0, order <= 0, order == 0, order != 0, order >= 0, order > 0));
        List<BigInteger> sorted = Stream.of(a, b, a).sorted().toList();
        same(a, b, "[.a, .b, .a] | sort", sorted);
        same(a, b, "[.a, .b, .a] | unique", sorted.stream().distinct().toList());
        same(
                a,
                b,
                "[.a, .b, .a] | group_by(.) | map(.[0])",
                sorted.stream().distinct().toList());
        same(a, b, "[.a, .b] | [min, max]", List.of(a.min(b), a.max(b)));
        same(a, b, "[.b, .a] | index(.[1]) | . != null", true);
        same(a, b, ".a | tostring | tonumber", a);
        same(a, b, ".a | tojson | fromjson", a);
        same(a, b, "{a} | tojson | fromjson | .a", a);
        same(
                a,
                b,
                "\"\\(.a)\", (.a | @text), (.a | @json), ([.a] | @csv), ([.a, .b] | join(\",\") | split(\",\")[0])"
                        + " | tonumber",
                a);
        same(a, b, "[range(.a; .a + 3)]", List.of(a, a.add(BigInteger.ONE), a.add(BigInteger.TWO)));
        same(a, b, "[range(.a; .a - 3; -1)] | length", 3);
    }

    @Property(tries = 100)
    void aConditionIsThatOfJava(@ForAll("integers") BigInteger a, @ForAll("integers") BigInteger b) {
        String payload = payload(a, b);
        for (String condition : List.of(
                ".payload.a < .payload.b",
                ".payload.a < " + b,
                "[.payload.a] < [.payload.b]",
                ".payload.a - .payload.b < 0")) {
            assertEquals(a.compareTo(b) < 0, holds(condition, payload), () -> condition + " of " + payload);
        }
        if (!holds(".payload.a < 0", payload)) {
            assertTrue(ok(WhereParser.parse(".payload.a >= 0")).test(Reductions.event(1, payload)));
        }
    }

    private static void same(BigInteger a, BigInteger b, String expression, Object expected) throws ReductionException {
        String text = expected instanceof List<?> list
                ? list.stream().map(String::valueOf).collect(Collectors.joining(",", "[", "]"))
                : String.valueOf(expected);
        assertEquals(text, eval(a, b, expression), () -> expression + " of " + payload(a, b));
    }

    private static String eval(BigInteger a, BigInteger b, String expression) throws ReductionException {
        return JQ.foldAndRestore("$event.payload | " + expression, null, payload(a, b));
    }

    private static String payload(BigInteger a, BigInteger b) {
        return "{\"a\":" + a + ",\"b\":" + b + "}";
    }

    private static boolean holds(String condition, String payload) {
        return ok(new JqWhereLanguage(ENGINE).compile(condition)).test(Reductions.event(1, payload));
    }

    @Test
    void sumsOverEventsGoOnBeyondEveryBorder() throws ReductionException {
        try (Reducer reducer = JQ.reducer(". + $event.payload.wei", "0")) {
            for (int i = 1; i <= 3; i++) {
                reducer.reduce(Reductions.event(i, "{\"wei\":5000000000000000000}"));
            }
            assertEquals("15000000000000000000", Reductions.json(reducer));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " => ",
            value = {
                MAX + " | . + 1 => 9223372036854775808",
                "-9223372036854775808 - 1 => -9223372036854775809",
                "99999999999999999999 => 99999999999999999999",
                "-9223372036854775808 | -. => 9223372036854775808",
                "4611686018427387904 * 2 => 9223372036854775808",
                "9007199254740993 * 1.0 => 9007199254740993",
                "9007199254740993 + 1.0 => 9007199254740994",
                "9007199254740993 == 9007199254740992.0 => false",
                "9223372036854775808 == 9223372036854775807 => false",
                "[9007199254740993, 9007199254740992.0] | sort | tojson => \"[9007199254740992,9007199254740993]\"",
                "7 / 2 => 3.5",
                "6 / 2 => 3",
                "1 / 3 => 0.3333333333333333",
                "0.1 + 0.2 => 0.30000000000000004",
                "5.9 % 2.1 => 1",
                "-7 % 3 => -1",
                "10000000000000000000 % 7 => 3",
                "1e19 % 7 => 3",
                "pow(2; 100) => 1267650600228229401496703205376",
                "pow(2; -1) => 0.5",
                "pow(-1; 100000000000000000000) => 1",
                "pow(4; 0.5) => 2",
                "1.5 | floor, ceil, round => 2",
                "-1.5 | round => -2",
                "0.49999999999999994 | round => 0",
                "\"12345678901234567890\" | tonumber => 12345678901234567890",
                "\"1.50\" | tonumber => 1.5",
                "[1, 2][1e20] => null",
                "[1, 2][18446744073709551616] => null",
                "[1, 2] | has(18446744073709551616) => false",
                "[1, 2][:18446744073709551616] => [1,2]",
                "[1e17, 1e18, 1.5e300] | tojson | fromjson => [100000000000000000,1000000000000000000,1.5E300]",
                "\"\\(1e17) \\(1.5) \\(1.0)\" => \"100000000000000000 1.5 1\"",
                "pow(10; 400) | isinfinite => false",
                "pow(10; 400) > 1e300 and pow(10; 400) < infinite => true",
                "[nan] | sort | .[0] < 1 => true",
                "\"\uD83D\uDE00a\" | ascii_upcase | explode => [128512,65]",
            })
    void theseAreExact(String expression, String expected) throws ReductionException {
        assertEquals(expected, JQ.foldAndRestore(expression, null, "0"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "pow(10; 10000)",
                "pow(10; 9000) | . * .",
                "reduce range(20) as $i (10; . * .)",
                "pow(10; 400) | sqrt",
                "pow(10; 400) * 1.5",
                "(pow(10; 400) + 1) / 2 | . + 0.5",
                "pow(10; 400) | todateiso8601",
                "[1] | .[4294967296] = 1",
                "pow(10; 9000) | tojson + \"0000000000000000\" | . * 2 | fromjson",
                "try pow(10; 10000) catch 0",
            })
    void whatCannotBeExactIsRefused(String expression) {
        assertTrue(JQ.fails(expression, null).isLimit(), expression);
    }

    @Test
    void aConditionOnANumberItCannotReadSaysSoInsteadOfLeavingTheEventOut() {
        String payload = "{\"m\":" + "9".repeat(10_001) + "}";
        for (String condition : List.of(".payload.m > 1", "[.payload.m] | add > 1")) {
            WhereException said = assertThrows(WhereException.class, () -> holds(condition, payload));
            assertTrue(said.getMessage().startsWith("where: at order-id 1: "), said::getMessage);
            assertTrue(said.getMessage().contains("10000"), said::getMessage);
        }
        for (String number : List.of("9".repeat(10_001), "1e99999999999")) {
            WhereException said = assertThrows(
                    WhereException.class,
                    () -> ok(WhereParser.parse(".payload.m > 1")).test(Reductions.event(1, "{\"m\":" + number + "}")));
            assertTrue(
                    said.getMessage().startsWith("where: the event at order-id 1 cannot be read: "), said::getMessage);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {".payload.m + 1 > 0", "[.payload.m, .payload.m] | add > 0", ".payload.m * 3 > .payload.m"})
    void aConditionOnTheLargestLongHolds(String condition) {
        assertTrue(holds(condition, "{\"m\":" + MAX + "}"), condition);
    }

    @Test
    void aLiteralThatNoEventCouldHoldIsRefusedAtOnce() {
        String literal = "1".repeat(10_001);
        assertTrue(
                failure(ENGINE.compile(literal, null, Reductions.LIMITS))
                        .message()
                        .contains("digits"),
                literal);
    }
}
