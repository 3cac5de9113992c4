// SPDX-License-Identifier: Apache-2.0
package io.photon.projection.jq;

import static io.photon.result.Results.failure;
import static io.photon.result.Results.ok;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.filter.Where;
import io.photon.filter.WhereException;
import io.photon.projection.sandbox.Reductions;
import io.photon.projection.spi.ConditionLanguage.Condition;
import io.photon.projection.spi.ReducerEngine;
import io.photon.projection.spi.ReductionException;
import io.photon.result.Failure;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JqEngineTest {

    private static final ReducerEngine ENGINE = new JqEngine();
    private static final Reductions JQ = new Reductions(ENGINE);

    @ParameterizedTest
    @CsvSource(
            delimiterString = " => ",
            value = {
                ".count += 1 => {\"count\":1}",
                ".last = $event.\"order-id\" => {\"last\":1}",
                ".by[$event.payload.name] += $event.payload.n => {\"by\":{\"Ada\":2}}",
                "empty => {}",
                "1, 2 => 2",
                "[$event.payload.xs[] // 0] | add => 6",
                "[nan, infinite, 1.0, 1e3] => [null,1.7976931348623157E308,1,1000]",
                "[now, $ENV] => [1764000000,null]",
                "try error(\"x\") catch . => \"x\"",
                "$event.payload.name | test(\"^a\"; \"i\") => true",
                "reduce $event.payload.xs[] as $x (0; . + $x) => 6",
            })
    void aReductionTakesTheValueAndTheEvent(String reduction, String expected) throws ReductionException {
        assertEquals(expected, JQ.foldAndRestore(reduction, "{}", "{\"n\":2,\"name\":\"Ada\",\"xs\":[1,2,3]}"));
    }

    @Test
    void whatIsNotJqIsRefusedWithItsPlace() {
        assertTrue(JQ.refused(".a[", null).message().startsWith("line 1, column 4: "));
        assertTrue(JQ.refused(".a |\n  | .b", null).message().startsWith("line 2, column 3: "));
        assertTrue(JQ.refused("\"abc", null).message().startsWith("line 1, column"));
        assertTrue(JQ.refused(".", "{").message().startsWith("initial-value: line 1, column "));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "def f: f; f",
                "def f: 1 + f; f",
                "def f: try f catch f; f",
                "[range(1e12)] | length",
                "last(range(1e12))",
                "reduce range(1e12) as $i (0; . + 1)",
                "reduce range(60) as $i ([1]; [.,.])",
                "reduce range(60) as $i ([1]; [.,.]) | tojson",
                "(reduce range(60) as $i ([1]; [.,.])) as $a | (reduce range(60) as $i ([1]; [.,.])) as $b | $a == $b",
                "reduce range(60) as $i ([1]; [.,.]) | flatten",
                "reduce range(60) as $i (\"xxxxxxxx\"; . + .)",
                "\"x\" * 1000000000",
                "last(while(true; .))",
                "until(false; .)",
                "\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!\" | test(\"(a+)+$\")",
                "reduce range(100000) as $i (null; [.])",
                "error(\"boo\")",
                "\"a\" + 1",
            })
    void hostileCodeEndsAsAFailureOfItsProjectionOnly(String reduction) throws ReductionException {
        JQ.fails(reduction, null);
        assertEquals("3", JQ.fold("$event.payload", null, "3"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "env|there is no function env/0 here",
                "env.PATH|there is no function env/0 here",
                "input|there is no function input/0 here",
                "debug|there is no function debug/0 here",
                "now localtime|'localtime' is not expected here",
                "if .a then unknown else . end|there is no function unknown/0 here",
                "def f: localtime; .|there is no function localtime/0 here",
                "@foo \"a\"|there is no function @foo/0 here",
                "import \"a\" as a; a::x|there is no function x/0 here",
                "import \"a\" as a; 1|modules are not there",
                "include \"a\"; 1|modules are not there",
                "include \"/etc/passwd\"; .|modules are not there",
                ".a + $x|there is no variable or label $x here",
                "$__loc__|there is no variable or label $__loc__ here",
                "def f($a; g): $a + g; f(1; $d)|there is no variable or label $d here",
                "[break $out]|there is no variable or label $out here",
            })
    void whatIsNotThereIsRefusedBeforeTheFirstEvent(String expression, String message) {
        String said = JQ.refused(expression, null).message();
        assertTrue(said.contains(message) && said.endsWith("^"), said);
        String where = failure(new JqWhereLanguage(ENGINE).compile(expression)).message();
        assertTrue(where.contains(message), where);
    }

    @Test
    void whatIsDefinedAnywhereIsThere() throws ReductionException {
        assertEquals(
                "[3,2]", JQ.fold("def f($x; g): def h: . + $x; h | g; [1 | f(1; . + 1)] + [(. as $d | 2)]", "1", "0"));
        String variables = "[label $o | foreach (1, 2, 3) as $i (0; . + $i; if . > 2 then ., break $o else empty end)]"
                + " + [reduce $event.payload[] as {a: $x} (0; . + $x)] + [{b: [5]} as {b: [$y]} | $y]"
                + " + [({} as {$z} | {$z}), $ENV] + [[[1]] as [[$q]] | \"\\($q)\"]";
        assertEquals("[3,7,5,{\"z\":null},null,\"1\"]", JQ.fold(variables, "1", "[{\"a\":3},{\"a\":4}]"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ".a[~line 1, column 4: the expression ends too early",
                ".a ) + 1~line 1, column 4: unexpected ')'",
                "if .a then 1 else 2 end end~line 1, column 25: 'end' is not expected here",
                "{a: 1~line 1, column 6: the expression ends too early",
                ".a == \"x~line 1, column 7: this text in quotes is not closed",
                ".a # comment\\n  + ]~line 2, column 5: ']' is not expected here",
                ".a $ 1~line 1, column 4: '$' is not expected here",
            })
    void aMistakeIsOneLineWithACaretUnderItsPlace(String all) {
        String[] parts = all.replace("\\n", "\n").split("~");
        String said = JQ.refused(parts[0], null).message();
        String[] lines = said.split("\n");
        assertTrue(lines[0].startsWith(parts[1]), said);
        assertEquals(3, lines.length, said);
        int column = Integer.parseInt(lines[0].replaceFirst("line \\d+, column (\\d+).*", "$1"));
        assertEquals("  " + " ".repeat(column - 1) + "^", lines[2], said);
        assertFalse(said.matches("(?s).*(Exception|Error|net\\.thisptr|java\\.|javacc|<EOF>).*"), said);
    }

    @Test
    void aRegularExpressionThatIsNoneIsNamedWithoutClassesOfJava() {
        for (String wrong : new String[] {"\"a\" | test(\"(\")", "\"x\" | test(\"((((){9999}){9999}){9999}y\")"}) {
            String said = JQ.fails(wrong, null).getMessage();
            assertFalse(said.contains("Exception") || said.contains("java."), said);
        }
    }

    @Test
    void aConditionHoldsOfAValue() throws ReductionException {
        Condition negative = ok(new JqConditions(ENGINE).compile(".sku1 < 0"));
        assertTrue(negative.holds(utf8("{\"sku1\":-1}")));
        assertFalse(negative.holds(utf8("{\"sku1\":1}")));
        Condition any = ok(new JqConditions(ENGINE).compile(".[] | select(. > 2) # any of them"));
        assertTrue(any.holds(utf8("[1,3]")));
        assertFalse(any.holds(utf8("[1,2]")));
        Condition endless = ok(new JqConditions(ENGINE).compile("last(range(1e12)) > 1"));
        assertThrows(ReductionException.class, () -> endless.holds(utf8("1")));
        Condition wrong = ok(new JqConditions(ENGINE).compile("error(\"no\")"));
        assertThrows(ReductionException.class, () -> wrong.holds(utf8("1")));
    }

    @Test
    void aConditionThatIsNotJqIsRefusedWithItsPlaceAndNothingClosesOurParentheses() {
        JqConditions conditions = new JqConditions(ENGINE);
        assertTrue(failure(conditions.compile(".a ==")).message().startsWith("line 1, column "));
        assertEquals(
                Failure.Kind.BAD_INPUT, failure(conditions.compile(".a) | (1")).kind());
    }

    @Test
    void theWholeOfJqIsAPredicateOverEvents() {
        Where where = ok(new JqWhereLanguage(ENGINE).compile("[.payload.xs[] | select(. > 2)] | length > 0"));
        assertTrue(where.test(Reductions.event(1, "{\"xs\":[1,3]}")));
        assertFalse(where.test(Reductions.event(2, "{\"xs\":[1]}")));
        assertFalse(where.test(Reductions.event(3, "{\"xs\":7}")), "what cannot be compared is not wanted");
        assertEquals("[.payload.xs[] | select(. > 2)] | length > 0", where.source());
    }

    @Test
    void aPredicateThatTakesTooLongEndsTheReplayAndNamesTheEvent() {
        Where endless = ok(new JqWhereLanguage(ENGINE).compile("last(range(1e12)) > 1"));
        WhereException stopped = assertThrows(WhereException.class, () -> endless.test(Reductions.event(7, "1")));
        assertTrue(stopped.failure().message().startsWith("where: at order-id 7: "), stopped.getMessage());
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
