package io.photon.projection.javascript;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.projection.Reducer;
import io.photon.projection.ReductionException;
import io.photon.projection.sandbox.Reductions;
import io.photon.result.Failure;
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
                "5|the reduction is no function but number",
                "({})|the reduction is no function but object",
                "function(p, n) {|line 1",
                "x => y => (|line 1",
            })
    void whatIsNoReductionIsRefusedWithItsPlace(String reduction, String message) {
        Failure failure = JS.refused(reduction.replace("\\n", "\n"), null);
        assertEquals(Failure.Kind.BAD_INPUT, failure.kind());
        assertTrue(failure.message().contains(message), failure.message());
    }

    @Test
    void aReductionKeepsNoStateOutsideItsValue() throws ReductionException {
        String closure = "(function () { var seen = 0; return function (p, n) { return ++seen; }; })()";
        assertTrue(JS.refused(closure, null).message().contains("outside its value"));
        String itself = "function red(p, n) { red.seen = (red.seen || 0) + 1; return red.seen; }";
        try (Reducer reducer = JS.reducer(itself, null)) {
            assertThrows(ReductionException.class, () -> reducer.reduce(Reductions.event(1, "1")));
        }
        assertEquals("3", JS.fold("let step = 2; const add = (a, b) => a + b; (p, n) => add(p, step)", "1", "0"));
        assertEquals(
                "3", JS.fold("const kinds = ['a']; function red(p, n) { return p + kinds.length + 1; }", "1", "0"));
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
    void aFriendlyCallToTheConsoleIsNoError() throws ReductionException {
        assertEquals("1", JS.fold("(p, n) => { console.log('hi', p, n); return 1 }", null, "1"));
    }
}
