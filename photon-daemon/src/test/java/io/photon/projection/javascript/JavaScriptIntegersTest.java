// SPDX-License-Identifier: Apache-2.0
package io.photon.projection.javascript;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.projection.sandbox.Reductions;
import io.photon.projection.spi.Reducer;
import io.photon.projection.spi.ReductionException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.function.BinaryOperator;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole numbers in JavaScript are exact, or what would make them wrong fails. */
class JavaScriptIntegersTest {

    private static final Reductions JS = new Reductions(new JavaScriptEngine());

    private static final Reducer ADD = JS.reducer("(p, e) => e.payload.a + e.payload.b", null);
    private static final Reducer SUBTRACT = JS.reducer("(p, e) => e.payload.a - e.payload.b", null);
    private static final Reducer MULTIPLY = JS.reducer("(p, e) => e.payload.a * e.payload.b", null);

    @Provide
    Arbitrary<BigInteger> safe() {
        BigInteger most = BigInteger.ONE.shiftLeft(53).subtract(BigInteger.ONE);
        return Arbitraries.oneOf(
                Arbitraries.integers().map(BigInteger::valueOf),
                Arbitraries.bigIntegers().between(most.negate(), most),
                Arbitraries.integers()
                        .between(0, 53)
                        .map(bits -> BigInteger.ONE.shiftLeft(bits).min(most)));
    }

    @Property(tries = 1_000)
    void aCalculationIsExactOrRefused(@ForAll("safe") BigInteger a, @ForAll("safe") BigInteger b)
            throws ReductionException {
        exactOrRefused(ADD, a, b, BigInteger::add);
        exactOrRefused(SUBTRACT, a, b, BigInteger::subtract);
        exactOrRefused(MULTIPLY, a, b, BigInteger::multiply);
    }

    private static void exactOrRefused(Reducer reducer, BigInteger a, BigInteger b, BinaryOperator<BigInteger> how)
            throws ReductionException {
        BigInteger exact = how.apply(a, b);
        boolean isDouble = new BigDecimal(exact.doubleValue()).toBigInteger().equals(exact);
        if (isDouble) {
            reducer.reduce(Reductions.event(1, "{\"a\":" + a + ",\"b\":" + b + "}"));
            BigDecimal said = new BigDecimal(Reductions.json(reducer));
            if (exact.bitLength() < 64) {
                assertEquals(exact, said.toBigIntegerExact(), () -> a + " " + b);
            } else { // JavaScript writes as many digits as tell a double from others
                assertEquals(exact.doubleValue(), said.doubleValue(), () -> a + " " + b);
            }
        } else {
            ReductionException said = assertThrows(
                    ReductionException.class,
                    () -> reducer.reduce(Reductions.event(1, "{\"a\":" + a + ",\"b\":" + b + "}")));
            assertTrue(said.getMessage().contains("beyond 2^53"), said::getMessage);
        }
    }

    @Property(tries = 60)
    void anIntegerOfAnEventIsTheSameInTheValue(@ForAll BigInteger any) throws ReductionException {
        assertEquals(any.toString(), JS.foldAndRestore("(p, e) => e.payload", null, any.toString()));
        assertEquals(any.toString(), JS.foldAndRestore("(p, e) => p", any.toString(), "0"));
    }

    @Test
    void sumsOfBigIntGoOnBeyondEveryBorder() throws ReductionException {
        try (Reducer reducer = JS.reducer("(p, e) => BigInt(p) + BigInt(e.payload.wei)", "0")) {
            for (int i = 1; i <= 3; i++) {
                reducer.reduce(Reductions.event(i, "{\"wei\":5000000000000000000}"));
            }
            assertEquals("15000000000000000000", Reductions.json(reducer));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "(p, e) => p + e.payload|Cannot convert BigInt|calculate with BigInt(x)",
                "(p, e) => Number.MAX_SAFE_INTEGER + 2|9007199254740991 + 2 is beyond 2^53|BigInt(a) + BigInt(b)",
                "(p, e) => { var n = 9007199254740992; n++; return n }|9007199254740992 + 1 is beyond|BigInt",
                "(p, e) => { var o = {n: -9007199254740992}; o.n--; return o }|- 1 is beyond|BigInt",
                "(p, e) => { var o = [9007199254740992]; o[0] += 1; return o }|+ 1 is beyond|BigInt",
                "(p, e) => { var s = 0; for (var i = 0; i < 9; i++) s += 1234567890123457; return s }|is beyond|BigInt",
                "(p, e) => [9007199254740991, 4].reduce((a, b) => a + b)|is beyond|BigInt",
                "(p, e) => { var a = 2147483647; return [a, 1][0] * a }|2147483647 * 2147483647 is beyond|BigInt",
                "(p, e) => { var a = 3; return [a][0] ** 39 }|3 ** 39 is beyond|BigInt",
                "(p, e) => e['order-id'] * 1e15 + 1|is beyond|BigInt",
                "(p, e) => Math.pow(3, 39)|3 ** 39 is beyond|BigInt",
                "(p, e) => JSON.parse('{\"a\":9007199254740993}')|JSON.parse finds 9007199254740993|as a text",
                "(p, e) => { try { return [9007199254740991][0] + 2 } catch (x) { return 0 } }|is beyond|BigInt",
            })
    void whatWouldBeRoundedFails(String reduction, String what, String hint) throws ReductionException {
        try (Reducer reducer = JS.reducer(reduction, "1")) {
            ReductionException said = assertThrows(
                    ReductionException.class,
                    () -> reducer.reduce(Reductions.event(1_764_000_000_000_001L, "9007199254740993")));
            assertTrue(said.getMessage().contains(what) && said.getMessage().contains(hint), said::getMessage);
            assertTrue(said.getMessage().startsWith("line 1: "), said::getMessage);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "(p, n) => 2147483647 * 2147483647|2147483647 * 2147483647 is beyond 2^53",
                "(p, n) => 9007199254740993|line 1, column 11: 9007199254740993 is beyond 2^53",
                "(p, n) =>\\n  [1, 0x20000000000001]|line 2, column 7: 0x20000000000001 is beyond 2^53",
                "var big = 12345678901234567890; function(p, n) { return big }|line 1, column 11: 1234567890123456789",
            })
    void aLiteralThatWouldBeRoundedIsRefusedWithItsPlace(String reduction, String message) {
        String said = JS.refused(reduction.replace("\\n", "\n"), null).message();
        assertTrue(said.startsWith(message), said);
        assertTrue(said.contains("BigInt"), said);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "(p, n) => 2 ** 53 - 1|9007199254740991",
                "(p, n) => 1024 * 1024 * 1024 * 1024 * 1024 * 1024|1152921504606846976",
                "(p, n) => 1e20 + 1|100000000000000000000",
                "(p, n) => 9007199254740991 + 0.5|9007199254740992",
                "(p, n) => 0.1 + 0.2|0.30000000000000004",
                "(p, n) => 1e300 * 1e10|null",
                "(p, n) => Math.imul(2147483647, 2147483647)|1",
                "(p, n) => Number(n.payload) + 1.5|9007199254740994",
                "(p, n) => String(n.payload)|\"9007199254740993\"",
                "(p, n) => n.payload > 5 && n.payload === 9007199254740993n|true",
                "(p, n) => [n.payload > 9007199254740992, n.payload < 9007199254740992, 9007199254740994 >= n.payload]|[true,false,true]",
                "(p, n) => { var c = 0; for (var i = 9007199254740988; i < n.payload && c < 3; i++) c++; return c }|3",
                "(p, n) => { var h = 5381; for (var i = 0; i < 99; i++) h = (h * 33 + i) >>> 0; return h }|841529336",
                "(p, n) => Number.MAX_VALUE > 9007199254740992|true",
            })
    void whatIsExactOrHasAFractionGoesOnAsBefore(String reduction, String expected) throws ReductionException {
        assertEquals(expected, JS.foldAndRestore(reduction, null, "9007199254740993"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-9007199254740992", "9007199254740992", "18446744073709551616"})
    void fromTheBorderOnAnEventsIntegerIsABigInt(String number) throws ReductionException {
        assertEquals("\"bigint\"", JS.fold("(p, e) => typeof e.payload", null, number));
        assertEquals("\"number\"", JS.fold("(p, e) => typeof e.payload", null, "9007199254740991"));
    }
}
