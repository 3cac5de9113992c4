// SPDX-License-Identifier: Apache-2.0
package io.photon.projection.javascript;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.projection.engine.OtherMachine;
import io.photon.projection.sandbox.Reductions;
import io.photon.projection.spi.Reducer;
import io.photon.projection.spi.ReductionException;
import io.photon.result.Failure;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JavaScriptEngineTest {

    private static final Reductions JS = new Reductions(new JavaScriptEngine());

    @ParameterizedTest
    @ValueSource(
            strings = {
                "function(prev, next) { return prev + next.payload.n; }",
                "function(prev, next) { return prev + next.payload.n; };\n",
                "function named(prev, next) { return prev + next.payload.n; }",
                "(function(prev, next) { return prev + next.payload.n; })",
                "(prev, next) => prev + next.payload.n",
                "(prev, {payload}) => { return prev + payload.n }",
                "// a comment\n(prev, next) => prev + next.payload.n // another",
                "var one = 1; function add(a, b) { return a + b * one }\nfunction(prev, next) { return add(prev, next.payload.n) }",
                "const one = 1;\nfunction reduction(prev, next) { return prev + one * next.payload.n }",
                "const one = 1; (prev, next) => prev + one * next.payload.n",
                "function(prev, next) { let s = prev; for (const x of [next.payload.n]) s += x; return s }",
                "function(prev, next) { for (const k in next.payload) { prev += next.payload[k] } return prev }",
            })
    void aReductionMayBeWrittenInAnyOfTheseForms(String reduction) throws ReductionException {
        assertEquals("42", JS.fold(reduction, "40", "{\"n\":2}"));
    }

    @Test
    void anEventHasItsFieldsAsProperties() throws ReductionException {
        assertEquals(
                "[1764000000000001,\"orders\",\"Placed\",[1,2.5,null,true,\"é\"]]",
                foldAt(
                        1_764_000_000_000_001L,
                        "(p, n) => [n['order-id'], n['stream-name'], n['event-type'], n.payload]",
                        "[1,2.5,null,true,\"\\u00e9\"]"));
    }

    private static String foldAt(long orderId, String reduction, String payload) throws ReductionException {
        try (Reducer reducer = JS.reducer(reduction, null)) {
            reducer.reduce(Reductions.event(orderId, payload));
            return Reductions.json(reducer);
        }
    }

    @Test
    void aSnapshotKeepsWhatJsonCannotSay() throws ReductionException {
        String kinds = "function(p, n) { if (!p) return {u: undefined, nan: NaN, z: -0, inf: 1/0, hole: [1,,2],"
                + " d: new Date(5), m: new Map([['k', {v: 1}]]), s: new Set([1, 'x']), b: 2n ** 70n, '7': 7,"
                + " l: String.fromCharCode(0xd800)};"
                + " return ['u' in p, p.u === undefined, Number.isNaN(p.nan), Object.is(p.z, -0), p.inf === Infinity,"
                + " 1 in p.hole, p.hole.length, p.d.getTime(), p.m.get('k').v, p.s.has('x'), p.b === 2n ** 70n, p[7],"
                + " p.l.charCodeAt(0)] }";
        try (Reducer reducer = JS.reducer(kinds, null);
                Reducer restored = JS.reducer(kinds, null)) {
            reducer.reduce(Reductions.event(1, "1"));
            restored.restore(reducer.snapshot());
            reducer.reduce(Reductions.event(2, "1"));
            restored.reduce(Reductions.event(2, "1"));
            assertEquals("[true,true,true,true,true,false,3,5,1,true,true,7,55296]", Reductions.json(restored));
            assertEquals(Reductions.json(reducer), Reductions.json(restored));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "() => { var a = [1]; a.x = 1; return {a: a} }|property of its own (x) at .a",
                "() => { var a = [1]; a[Symbol('s')] = 1; return a }|an array with a property of its own",
                "() => { var o = {}; Object.defineProperty(o, 'x', {value: 1}); return {o: o} }|hidden or named by a symbol at .o",
                "() => { var o = {}; o[Symbol('s')] = 1; return o }|hidden or named by a symbol",
                "() => { var m = new Map(); m.x = 1; return m }|a Map with a property of its own",
                "() => { var d = new Date(); d.x = 1; return d }|a Date with a property of its own",
                "() => Object.setPrototypeOf([], {x: 1})|an object (Array) with another prototype",
                "() => Object.setPrototypeOf(new Set(), {x: 1})|an object (Set) with another prototype",
                "() => Object.seal({x: 1})|can be changed in part only",
                "() => ({o: Object.preventExtensions([1])})|can be changed in part only (at '0') at .o",
                "() => Object.defineProperty({}, 'x', {value: 1, enumerable: true})|can be changed in part only (at 'x')",
                "() => Object.defineProperty([], '0', {value: 1, enumerable: true})|can be changed in part only (at '0')",
            })
    void whatASnapshotWouldLoseIsRefused(String reduction, String message) {
        String said = JS.fails(reduction, null).getMessage();
        assertTrue(said.contains(message), said);
    }

    @Test
    void whatStandsAtTwoPlacesIsOneThingAfterARestoreToo() throws ReductionException {
        String shared = "function(p, n) { if (!p) { var a = {n: 0}; return {a: a, b: a} } p.a.n++; return p }";
        try (Reducer reducer = JS.reducer(shared, null)) {
            reducer.reduce(Reductions.event(1, "1"));
            reducer.restore(reducer.snapshot());
            reducer.reduce(Reductions.event(2, "1"));
            assertEquals("{\"a\":{\"n\":1},\"b\":{\"n\":1}}", Reductions.json(reducer));
        }
    }

    @Test
    void timeAndChanceFollowFromTheEvent() throws ReductionException {
        String reduction = "() => [Date.now(), new Date().getTime(), Math.random(), Math.random()]";
        String once = foldAt(7, reduction, "1");
        assertTrue(once.startsWith("[1764000000000,1764000000000,0."), once);
        assertEquals(once, foldAt(7, reduction, "1"));
        assertTrue(!once.equals(foldAt(8, reduction, "1")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "function(p, n) {\\n  return p +;\\n}|line 2, column",
                "class A {}|classes are not supported",
                "(p, n) => { const {a, ...r} = p; return r }|object rest",
                "async (p, n) => 1|async functions are not supported",
                "5|the reduction is not a function but number",
                "({})|the reduction is not a function but object",
                "function(p, n) {|line 1",
                "x => y => (|line 1",
            })
    void whatIsNoReductionIsRefusedWithItsPlace(String reduction, String message) {
        Failure failure = JS.refused(reduction.replace("\\n", "\n"), null);
        assertEquals(Failure.Kind.BAD_INPUT, failure.kind());
        assertTrue(failure.message().contains(message), failure.message());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "(function () { var seen = 0; return function (p, n) { return ++seen } })()|'the reduction' is a function made inside",
                "{ let seen = 0; var f = (p, n) => ++seen } f|'the reduction' is a function made inside",
                "const next = (function () { var seen = 0; return () => ++seen })(); (p, n) => next()|'next' is a function made",
                "const next = function () { return ++this.n }.bind({n: 0}); (p, n) => next()|'next' is a bound function",
                "const steps = (function* () { for (var i = 0;; i++) yield i })(); (p, n) => steps.next().value|'steps' is an object of a class (Generator)",
                "const steps = [1, 2][Symbol.iterator](); (p, n) => steps.next().value|'steps' is an object of a class",
                "const cells = {all: [new Uint8Array(4)]}; (p, n) => ++cells.all[0][0]|'cells.all.0' is an object of a class (Uint8Array)",
                "const seen = new WeakMap(); (p, n) => seen.get(p)|'seen' is an object of a class (WeakMap)",
                "const s = Symbol('s'); const o = {}; o[s] = (() => { var c = 0; return () => ++c })(); (p, n) => o[s]()|'o.[Symbol(s)]' is a function",
                "const o = {}; var make = v => ({get x() { return ++v }}); Object.defineProperty(o, 'x', Object.getOwnPropertyDescriptor(make(0), 'x')); (p, n) => o.x|'o.x' is a function",
                "const m = new Map([['k', new Float32Array(1)]]); (p, n) => ++m.get('k')[0]|is an object of a class (Float32Array)",
                "Array.prototype.next = (() => { var c = 0; return () => ++c })(); (p, n) => [].next()|is a function made inside",
                "const o = {m() { return super.next() }}; Object.setPrototypeOf(o, {next: (() => { var c = 0; return () => ++c })()}); const m = o.m; delete o.m; var o2 = m; (p, n) => m()|is a function made inside",
            })
    void whatCouldKeepStateBesideTheValueIsRefusedByName(String reduction, String message) {
        Failure failure = JS.refused(reduction, null);
        assertEquals(Failure.Kind.BAD_INPUT, failure.kind());
        assertTrue(failure.message().contains(message), failure.message());
        assertTrue(failure.message().contains("lost at a restart"), failure.message());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "function red(p, n) { red.seen = (red.seen || 0) + 1; return red.seen }",
                "function red(p, n) { red.prototype.seen = 1; return 1 }",
                "const seen = []; (p, n) => seen.push(1)",
                "const seen = [3, 1, 2]; (p, n) => seen.sort()",
                "const seen = [3, 1, 2]; (p, n) => seen.reverse()",
                "const seen = [1]; (p, n) => seen.pop()",
                "const seen = [1]; (p, n) => seen.shift()",
                "const seen = [1]; (p, n) => seen.unshift(2)",
                "const seen = [1]; (p, n) => seen.splice(0, 1)",
                "const seen = [1]; (p, n) => seen.fill(7)",
                "const seen = [1, 2]; (p, n) => seen.copyWithin(0, 1)",
                "const seen = [1]; (p, n) => { seen.length = 0; return 1 }",
                "const seen = [1]; (p, n) => { seen[0]++; return 1 }",
                "const seen = [[1]]; (p, n) => { delete seen[0][0]; if (!(0 in seen[0])) throw 1; throw 'unchanged' }",
                "const seen = new Map(); (p, n) => seen.set('a', 1).size",
                "const seen = new Map([['a', 1]]); (p, n) => seen.delete('a')",
                "const seen = new Map(); (p, n) => Map.prototype.set.call(seen, 1, 2).size",
                "const seen = new Map(), put = seen.set; (p, n) => put.call(seen, 1, 2).size",
                "const seen = new Map([['k', {n: 0}]]); (p, n) => ++seen.get('k').n",
                "const seen = new Set(); (p, n) => seen.add('a').size",
                "const seen = new Set(['a']); (p, n) => { seen.clear(); return 1 }",
                "const day = new Date(0); (p, n) => day.setTime(5)",
                "const day = new Date(0); (p, n) => day.setUTCHours(5)",
                "const re = /a/g; (p, n) => Object.setPrototypeOf(re, {x: 1}).x",
                "const re = /a/g; (p, n) => { re.__proto__ = {x: 1}; if (re.x !== 1) throw 'unchanged'; return 1 }",
                "const re = /a/g; (p, n) => { re.x = 1; if (re.x !== 1) throw 'unchanged'; return 1 }",
                "const re = /a/g; (p, n) => re.compile('b').source",
                "const re = /a/, change = re.compile; (p, n) => { change.call(re, 'b', 'g'); return re.source }",
                "const re = /a/g; (p, n) => RegExp.prototype.compile.call(re, 'b').source",
                "const re = /a/g; (p, n) => Object.defineProperty(re, 'lastIndex', {value: 1, writable: false}).lastIndex",
                "(p, n) => new Script('1')()",
                "(p, n) => { Array.prototype.__proto__ = {x: 1}; if ([].x !== 1) throw 'unchanged'; return 1 }",
                "(p, n) => { globalThis.__proto__ = {x: 1}; if (globalThis.x !== 1) throw 'unchanged'; return 1 }",
                "const f = a => a; (p, n) => { f.__parent__ = {x: 1}; if (f.__parent__.x !== 1) throw 'unchanged'; return 1 }",
                "(p, n) => Object.isFrozen(Object.freeze(Math))",
                "(p, n) => Object.isSealed(Object.seal(JSON))",
                "const o = {}; (p, n) => Reflect.preventExtensions(o)",
            })
    void whatStandsBesideTheFunctionCannotBeChanged(String reduction) {
        JS.fails(reduction, null);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "let step = 2; const add = (a, b) => a + b; (p, n) => add(p, step)|3",
                "const kinds = ['a']; function red(p, n) { return p + kinds.length + 1; }|3",
                "const known = new Set([1, 2]), names = new Map([[1, 'a']]); (p, n) => known.has(p) + names.get(p)|\"truea\"",
                "const blanks = /\\s+/g; (p, n) => 'a b  c'.replace(blanks, '') + 'a b'.split(blanks).length|\"abc2\"",
                "const day = new Date(86400000); (p, n) => day.getTime() / 1000|86400",
                "function Point(x) { this.x = x } const origin = new Point(3); (p, n) => origin.x|3",
                "const tools = {twice(x) { return 2 * x }, get one() { return 1 }}; (p, n) => tools.twice(p) + tools.one|3",
                "(p, n) => Math.max.apply(null, [1, 3]) + (a => a).call(null, 1) + (function(a, b) { return a + b }).bind(null, 1)(2)|7",
                "(p, n) => String(a => a) + (p instanceof Function) + ((() => 1) instanceof Function)|\"a => afalsetrue\"",
                "(p, n) => { const m = new Map(); m.set('a', 1).delete('b'); const s = new Set(); s.add(1).add(2); const d = new Date(0); d.setTime(5); return m.size + s.size + d.getTime() }|8",
            })
    void constantsAndHelpersMayStandBesideTheFunction(String reduction, String value) throws ReductionException {
        assertEquals(value, JS.fold(reduction, "1", "0"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "(p, n) => { const old = RegExp.$1; /(.+)/.exec('seen'); return old }|\"\"",
                "const re = /a/g; (p, n) => { re.test('aaa'); return re.lastIndex }|1",
                "const re = /a/y; (p, n) => { re.exec('aaa'); return re.lastIndex }|1",
                "const re = /a/; (p, n) => { const old = re.lastIndex; re.lastIndex = 7; return old }|0",
            })
    void whatRegularExpressionsRememberIsForgottenBeforeTheNextEvent(String reduction, String value)
            throws ReductionException {
        try (Reducer reducer = JS.reducer(reduction, null)) {
            for (int i = 1; i < 4; i++) {
                reducer.reduce(Reductions.event(i, "1"));
            }
            assertEquals(value, Reductions.json(reducer));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "new Date(45296789).toLocaleString()|1970-01-01 12:34:56",
                "new Date(45296789).toLocaleDateString()|1970-01-01",
                "new Date(45296789).toLocaleTimeString()|12:34:56",
                "new Date(8.64e15).toLocaleDateString()|+275760-09-13",
                "new Date(NaN).toLocaleString()|Invalid Date",
                "new Date(0).toString()|Thu Jan 01 1970 00:00:00 GMT-0000 (UTC)",
                "(1234567.891).toLocaleString()|1234567.891",
                "(12345678901234567890n).toLocaleString()|12345678901234567890",
                "[1234.5, new Date(0)].toLocaleString()|1234.5,1970-01-01 00:00:00",
                "'IİıiŞ'.toLocaleLowerCase() + 'iıß'.toLocaleUpperCase()|ii̇ıişIISS",
                "new Date(2020, 5, 1, 12).getTime()|1591012800000",
                "new Date(0).getTimezoneOffset()|0",
                "['ä', 'z', 'a', 'Z', 'A'].sort((a, b) => a.localeCompare(b)).join('')|aAäzZ",
                "(() => { const r = /a/; r.compile('b'); return r.source })()|b",
            })
    void textsAreTheSameInEveryLanguageOfTheMachine(String expression, String expected) throws ReductionException {
        for (String language : List.of("en-US", "tr-TR", "fa-IR-u-nu-arabext", "th-TH-u-ca-buddhist-nu-thai")) {
            OtherMachine.run(
                    language,
                    "Asia/Tehran",
                    () -> assertEquals(
                            "\"" + expected + "\"", JS.fold("() => String(" + expression + ")", null, "1"), language));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"new Date(0).toLocaleString('de')", "(1.5).toLocaleString('de')", "1n.toLocaleString('de')"})
    void aLanguageIsRefused(String expression) {
        String said = JS.fails("() => " + expression, null).getMessage();
        assertTrue(said.contains("knows no languages"), said);
    }

    @Test
    void aNameInDataIsNoIteratorOfALoop() throws ReductionException {
        assertEquals(
                "[\"__iterator__\",\"a\"]",
                JS.fold(
                        "(p, e) => { const k = []; for (const x in e.payload) k.push(x); return k }",
                        null,
                        "{\"__iterator__\":1,\"a\":2}"));
    }

    @Test
    void longTextsAreNormalizedAndComparedAsShortOnesAre() throws ReductionException {
        assertEquals(
                "[4000,8000,-1,0]",
                JS.fold(
                        "(p, e) => [e.payload.normalize().length, e.payload.normalize('NFD').length,"
                                + " 'a'.localeCompare('B'), e.payload.localeCompare(e.payload.normalize('NFD'))]",
                        null,
                        "\"" + "e\u0301".repeat(4_000) + "\""));
    }

    @Test
    void lettersThatBecomeLongerAreTheSameInLongTexts() throws ReductionException {
        String text = "Straße ΟΔΟΣ ".repeat(500);
        assertEquals(
                "\"" + text.toUpperCase(Locale.ROOT) + text.toLowerCase(Locale.ROOT) + "\"",
                JS.fold("(p, n) => n.payload.toUpperCase() + n.payload.toLowerCase()", null, "\"" + text + "\""));
    }

    @Test
    void whatIsFrozenIsFrozenAfterARestoreToo() throws ReductionException {
        String reduction = "(p, n) => { if (p === null) {"
                + " return Object.freeze({a: Object.freeze([1]), m: Object.freeze(new Map()), n: 0}) }"
                + " p.n++; p.x = 1; try { p.a.push(2) } catch (e) {} return p }";
        try (Reducer reducer = JS.reducer(reduction, null)) {
            reducer.reduce(Reductions.event(1, "1"));
            reducer.restore(reducer.snapshot());
            reducer.reduce(Reductions.event(2, "1"));
            assertEquals("{\"a\":[1],\"m\":{},\"n\":0}", Reductions.json(reducer));
        }
    }

    @Test
    void anInitialValueThatIsNoJsonIsRefusedWithItsPlace() {
        assertTrue(JS.refused("p => p", "{\"a\":}").message().startsWith("initial-value: line 1, column 6: "));
        assertTrue(JS.refused("p => p", "{} {}").message().startsWith("initial-value: line 1, column "));
    }

    @Test
    void anErrorNamesItsLineAndTheScriptsStack() {
        ReductionException failure =
                JS.fails("function(p, n) {\n  function inner() {\n    return n.none.x }\n  return inner() }", null);
        assertTrue(failure.getMessage().startsWith("line 3: TypeError: "), failure.getMessage());
        assertTrue(failure.scriptStack().contains(":4"), failure.scriptStack());
        assertEquals(
                "line 1: TypeError: no Abc",
                JS.fails("(p, n) => { throw new TypeError('no ' + n.payload.name) }", null)
                        .getMessage());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // endless
                "function(p, n) { while (true) {} }",
                "function(p, n) { for (;;) { try { for (;;) {} } catch (e) {} finally { for (;;) {} } } }",
                "function(p, n) { do { var x = 1 } while (x) }",
                "function(p, n) { 'a'.replace(/a/, function() { for (;;) {} }) }",
                "function(p, n) { [3, 1, 2].sort(function() { for (;;) {} }) }",
                "function(p, n) { function* g() { try { for (;;) yield 1 } finally { for (;;) {} } } for (var x of g()) {} }",
                "function(p, n) { function f(k) { return k < 2 ? k : f(k - 1) + f(k - 2) } return f(90) }",
                "function(p, n) { return /(a+)+$/.test('aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!') }",
                "function(p, n) { return /(a|aa)+$/.test('aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!') }",
                "function(p, n) { return 'a'.repeat(5000000).indexOf('a'.repeat(2500000) + 'b') }",
                "function(p, n) { return {get x() { for (;;) {} }} }",
                "function(p, n) { var d = new Date(0); d.toJSON = function() { for (;;) {} }; return [d] }",
                "function(p, n) { return '\u00df'.repeat(16000000).toUpperCase().length }",
                "function(p, n) { for (;;) '\u0130'.repeat(4000000).toLowerCase() }",
                "function(p, n) { return ('\\u0301'.repeat(7e5) + '\\u0323'.repeat(7e5)).normalize() }",
                "function(p, n) { return ('\\u0301'.repeat(3e5) + '\\u0323'.repeat(3e5)).normalize('NFKD') }",
                "function(p, n) { return ('\\u0301'.repeat(3e5) + '\\u0323'.repeat(3e5)).localeCompare('a') }",
                "function(p, n) { return 'a'.localeCompare('\\u0301'.repeat(7e5) + '\\u0323'.repeat(7e5)) }",
                "function(p, n) { return ('\\ud834\\udd65'.repeat(3e5) + '\\u0323'.repeat(3e5)).normalize() }",
                // deep
                "function(p, n) { function f() { return f() + 1 } return f() }",
                "function(p, n) { function f() { try { return f() } catch (e) { return f() } finally { return f() } } return f() }",
                "function(p, n) { return JSON.parse('['.repeat(1000000)) }",
                "function(p, n) { var x = []; for (var i = 0; i < 100000; i++) x = [x]; return x }",
                // large
                "function(p, n) { var s = 'xxxxxxxxxx'; while (true) s = s + s }",
                "function(p, n) { var s = 'xxxxxxxxxx'; for (var i = 0; i < 27; i++) s = s + s; return s }",
                "function(p, n) { var a = []; while (true) a.push({x: a.length}) }",
                "function(p, n) { return 'x'.repeat(1e9) }",
                "function(p, n) { return 'x'.padEnd(1e9) }",
                "function(p, n) { return new Array(1e9).fill(0) }",
                "function(p, n) { return new Array(1e9).join('abc') }",
                "function(p, n) { return new Uint8Array(1e9) }",
                "function(p, n) { return Array.from({length: 1e9}, function(x, i) { return i }) }",
                "function(p, n) { return 2n ** 100000000n }",
                "function(p, n) { var x = 3n; for (;;) x = x * x }",
                "function(p, n) { return 1n << 1000000000n }",
                "function(p, n) { return BigInt('9'.repeat(1000000)) }",
                "function(p, n) { var x = [1]; for (var i = 0; i < 60; i++) x = [x, x]; return JSON.stringify(x) }",
                // without a form in JSON or in a snapshot
                "function(p, n) { var x = {}; x.x = x; return x }",
                "function(p, n) { return function() {} }",
                "function(p, n) { function A() {} return new A() }",
                // out of the sandbox
                "function(p, n) { return java.lang.System.exit(1) }",
                "function(p, n) { return Packages.java.lang.System.exit(1) }",
                "function(p, n) { return p.getClass() }",
                "function(p, n) { return ''.getClass().forName('java.lang.System') }",
                "function(p, n) { return ''.constructor.constructor('return this')() }",
                "function(p, n) { return (function*(){}).constructor('yield 1')().next() }",
                "function(p, n) { return Object.getPrototypeOf(function(){}).constructor('return 1')() }",
                "function(p, n) { return eval('1 + 1') }",
                "function(p, n) { return new Function('return 1')() }",
                "function(p, n) { return importClass(java.io.File) }",
                "function(p, n) { return load('/etc/passwd') }",
                "function(p, n) { return quit() }",
                "function(p, n) { return new Continuation() }",
                "function(p, n) { return new JavaAdapter(java.lang.Runnable, {}) }",
                // what others would feel
                "function(p, n) { Object.prototype.polluted = 1; return 1 }",
                "function(p, n) { ({}).__proto__.polluted = 1; return 1 }",
                "function(p, n) { Array.prototype.push = null; return 1 }",
                "function(p, n) { ''.constructor.prototype.trim = 1; return 1 }",
                "function(p, n) { undeclared = 1; return 1 }",
                "function(p, n) { globalThis.x = 1; return 1 }",
                "function(p, n) { this.x = 1; return 1 }",
                "function(p, n) { JSON.x = 1; return 1 }",
                "function(p, n) { Object.defineProperty(Object.prototype, 'x', {get: function() { return 1 }}); return 1 }",
                "function(p, n) { Object.defineProperty(Array.prototype, 'push', {value: 1}); return 1 }",
                "function(p, n) { Reflect.defineProperty(Object.prototype, 'x', {value: 1}); return 1 }",
                "function(p, n) { Object.defineProperties(Object.prototype, {x: {value: 1}}); return 1 }",
                "function(p, n) { Object.prototype.__defineGetter__('x', function() { return 1 }); return 1 }",
                "function(p, n) { Object.setPrototypeOf(Array.prototype, {x: 1}); return 1 }",
                "function(p, n) { delete Array.prototype.push; if ([].push) throw 'unchanged'; return 1 }",
                "function(p, n) { Object.assign(Object.prototype, {x: 1}); return 1 }",
                "var count = 0; function(p, n) { return ++count }",
                "var kept = {}; function(p, n) { kept.x = 1; return kept }",
                "function(p, n) { throw {a: 1} }",
                "function(p, n) { throw null }",
            })
    void hostileCodeEndsAsAFailureOfItsProjectionOnly(String reduction) throws ReductionException {
        JS.fails(reduction, null);
        assertEquals(
                "[true,3]",
                JS.fold("(p, n) => [({}).polluted === undefined && 'a '.trim() === 'a', n.payload]", null, "3"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"for (;;) {}", "while (true) {}; function(p, n) { return 1 }"})
    void codeThatNeverEndsBesideTheFunctionIsRefused(String reduction) {
        assertTrue(JS.refused(reduction, null).message().contains("cannot be compiled in time"));
    }

    @Test
    void aReductionThatAddsToTheLanguageHasALanguageOfItsOwnAndNoOtherSeesIt() throws ReductionException {
        String adds = "Array.prototype.last = function() { return this[this.length - 1] }; (p, n) => [1, 7].last()";
        assertEquals("7", JS.fold(adds, null, "1"));
        assertEquals("\"undefined\"", JS.fold("(p, n) => typeof [].last", null, "1"));
        String defines = "var total = 3; function twice(x) { return 2 * x } (p, n) => twice(total) + globalThis.total";
        assertEquals("9", JS.fold(defines, null, "1"));
        assertEquals("\"undefinedundefined\"", JS.fold("(p, n) => typeof total + typeof twice", null, "1"));
        assertEquals("5", JS.fold("function Map() { this.x = 5 } (p, n) => new Map().x", null, "1"));
        assertEquals("1", JS.fold("(p, n) => new Map([[1, 2]]).size", null, "1"));
    }

    @Test
    void reductionsOnManyThreadsShareTheLanguageAndNothingElse() throws Exception {
        String code =
                "const blank = /(\\d+)/g; (p, n) => { const m = new Map(Object.entries({a: n.payload, b: [3, 1, 2].sort()}));"
                        + " return JSON.stringify([...m.values()].flat().map(x => `${x}`.replace(blank, '<$1>')))"
                        + " + new Set([1, 1]).size + Math.max.apply(null, [1, 2]) + new Date(0).toISOString() }";
        String expected = JS.fold(code, null, "1");
        try (java.util.stream.IntStream many = java.util.stream.IntStream.range(0, 200)) {
            many.parallel().forEach(i -> {
                try {
                    assertEquals(expected, JS.fold(code, null, "1"));
                } catch (ReductionException e) {
                    throw new AssertionError(e);
                }
            });
        }
    }

    @Test
    void aFriendlyCallToTheConsoleIsNoError() throws ReductionException {
        assertEquals("1", JS.fold("(p, n) => { console.log('hi', p, n); return 1 }", null, "1"));
    }
}
