// SPDX-License-Identifier: Apache-2.0
package io.photon.projection.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.projection.clojure.ClojureEngine;
import io.photon.projection.javascript.JavaScriptEngine;
import io.photon.projection.jq.JqConditions;
import io.photon.projection.jq.JqEngine;
import io.photon.projection.jq.JqWhereLanguage;
import io.photon.projection.spi.Reducer;
import io.photon.projection.spi.ReductionException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SandboxTest {

    @Test
    void anEndlessReductionStopsAndOthersOfItsLanguageGoOnMeanwhile() throws Exception {
        Reductions js = new Reductions(new JavaScriptEngine());
        try (Reducer endless = js.reducer("function(p, n) { for (;;) {} }", null);
                Reducer busy = js.reducer("function(p, n) { return p + 1 }", "0")) {
            CountDownLatch started = new CountDownLatch(1);
            CompletableFuture<ReductionException> stopped = CompletableFuture.supplyAsync(() -> {
                started.countDown();
                return assertThrows(ReductionException.class, () -> endless.reduce(Reductions.event(1, "1")));
            });
            started.await();
            int folded = 0;
            while (!stopped.isDone()) {
                busy.reduce(Reductions.event(++folded, "1"));
            }
            assertTrue(stopped.get(60, TimeUnit.SECONDS).isLimit());
            assertEquals(String.valueOf(folded), Reductions.json(busy));
        }
    }

    @Test
    void callsAreStoppedAfterTheWatchdogRanOutOfMemoryToo() throws Exception {
        CountDownLatch failed = new CountDownLatch(1);
        try (CallMeter first = new CallMeter(Duration.ofMillis(50), 1 << 20)) {
            Thread costly =
                    new Thread(() -> {
                        first.begin();
                        try {
                            failed.await();
                        } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                        } finally {
                            first.end();
                        }
                    }) {
                        @Override
                        @SuppressWarnings("deprecation") // what the watchdog asks
                        public long getId() {
                            if (Thread.currentThread().getName().equals("photon-projection-watch")) {
                                failed.countDown();
                                throw new OutOfMemoryError("as if the heap were full");
                            }
                            return super.getId();
                        }
                    };
            costly.start();
            assertTrue(failed.await(60, TimeUnit.SECONDS));
            costly.join(60_000);
        }
        try (CallMeter second = new CallMeter(Duration.ofMillis(50), 1 << 30)) {
            second.begin();
            try {
                assertThrows(ReductionStop.class, () -> pollFor(60));
            } finally {
                second.end();
            }
        }
    }

    private static void pollFor(long seconds) {
        for (long from = System.nanoTime(); System.nanoTime() - from < TimeUnit.SECONDS.toNanos(seconds); ) {
            CallMeter.poll();
        }
    }

    @Test
    void aFailedReducerGoesOnFromItsSnapshot() throws ReductionException {
        Reductions js = new Reductions(new JavaScriptEngine());
        try (Reducer reducer =
                js.reducer("(p, n) => { p.n++; if (n.payload === 0) for (;;) {} return p }", "{\"n\":0}")) {
            reducer.reduce(Reductions.event(1, "1"));
            byte[] good = reducer.snapshot();
            assertThrows(ReductionException.class, () -> reducer.reduce(Reductions.event(2, "0")));
            reducer.restore(good);
            reducer.reduce(Reductions.event(3, "1"));
            assertEquals("{\"n\":2}", Reductions.json(reducer));
        }
    }

    @Test
    void aValueThatGrowsALittleWithEachEventReachesItsLimit() {
        for (Reductions language : new Reductions[] {
            new Reductions(new JavaScriptEngine()), new Reductions(new ClojureEngine()), new Reductions(new JqEngine())
        }) {
            String source = language.isClojure()
                    ? "(fn [p n] (conj (or p []) (:payload n)))"
                    : language.isJq()
                            ? ". + [$event.payload]"
                            : "(p, n) => { (p = p || []).push(n.payload); return p }";
            String kilobyte = "\"" + "x".repeat(10_000) + "\"";
            try (Reducer reducer = language.reducer(source, null)) {
                ReductionException full = assertThrows(ReductionException.class, () -> {
                    for (int i = 0; i < 5_000; i++) {
                        reducer.reduce(Reductions.event(i + 1, kilobyte));
                    }
                });
                assertTrue(full.isLimit(), full.getMessage());
                assertTrue(full.getMessage().contains("limit of a projection's value"), full.getMessage());
            }
        }
    }

    /** The limit is 4 MiB; each of these grows beyond it, by parts that are not in sight at once. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "js|(p, n) => { p = p ? p : new Map(); p.set(n['order-id'], 'x'.repeat(100000)); return p }",
                "js|(p, n) => { p = p ? p : new Set(); p.add(n['order-id'] + 'x'.repeat(100000)); return p }",
                "js|(p, n) => { p = p ? p : []; p.push(1n << BigInt(300000 + n['order-id'])); return p }",
                "clj|(fn [p n] (conj (or p []) (apply * (repeat 5000 (bigint (:order-id n)))) (apply str (repeat 9000 \\x))))",
                "clj|(fn [p n] (vec (range 500000)))",
            })
    void everyPartOfAValueCounts(String language, String reduction) {
        Reductions reductions = new Reductions(language.equals("js") ? new JavaScriptEngine() : new ClojureEngine());
        try (Reducer reducer = reductions.reducer(reduction, null, Duration.ofSeconds(20))) {
            int[] events = {0};
            ReductionException full = assertThrows(ReductionException.class, () -> {
                while (events[0] < 600) {
                    reducer.reduce(Reductions.event(++events[0], "1"));
                }
            });
            assertTrue(full.getMessage().contains("limit of a projection's value"), full.getMessage());
            assertTrue(!reduction.contains("500000") || events[0] == 1, "only at event " + events[0]);
        }
    }

    /** What holds parts that cannot be walked over fails as soon as the value is measured, not at the next snapshot: small ones, too. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "js|(p, n) => new WeakMap()|an object of a class (WeakMap)",
                "js|(p, n) => (function*() { yield 1 })()|an object of a class (Generator)",
                "js|(p, n) => ({a: {b: () => p}})|a function",
                "js|(p, n) => [/a/]|an object of a class (RegExp)",
                "js|(p, n) => ({get a() { return 1 }})|a getter",
                "clj|(fn [p n] {:a [inc]})|a function",
                "clj|(fn [p n] {:a 1 \"a\" 2})|one name in JSON",
                "js|(p, n) => ({a: new ArrayBuffer(6000000)})|an object of a class (ArrayBuffer)",
                "js|(p, n) => { var a = []; for (var i = 0; i < 300000; i++) a.push(i); return {f: () => a} }|a function",
                "js|(p, n) => { var a = []; a.x = []; for (var i = 0; i < 300000; i++) a.x.push(i); return a }|property of its own (x)",
                "clj|(fn [p n] {:a (atom (vec (range 900000)))})|an atom or the like",
                "clj|(fn [p n] (let [v (vec (range 900000))] {:f (fn [] v)}))|a function",
            })
    void whatCannotBeMeasuredIsRefusedAtItsEvent(String language, String reduction, String message) {
        Reductions reductions = new Reductions(language.equals("js") ? new JavaScriptEngine() : new ClojureEngine());
        try (Reducer reducer = reductions.reducer(reduction, null, Duration.ofSeconds(20))) {
            ReductionException refused =
                    assertThrows(ReductionException.class, () -> reducer.reduce(Reductions.event(1, "1")));
            assertTrue(refused.getMessage().contains(message), refused.getMessage());
        }
    }

    @Test
    void theSizeOfAValueGrowsWithIt() throws ReductionException {
        Reductions js = new Reductions(new JavaScriptEngine());
        try (Reducer reducer = js.reducer("(p, n) => { p.push(n.payload); return p }", "[]")) {
            reducer.reduce(Reductions.event(1, "\"x\""));
            long small = reducer.size();
            for (int i = 0; i < 200; i++) {
                reducer.reduce(Reductions.event(i + 2, "\"" + "x".repeat(10_000) + "\""));
            }
            assertTrue(small < 10_000 && reducer.size() > 1_000_000, small + " and " + reducer.size());
        }
    }

    @Test
    void aDamagedSnapshotIsRefusedAndNeverAnotherError() throws ReductionException {
        Reductions js = new Reductions(new JavaScriptEngine());
        Reductions clojure = new Reductions(new ClojureEngine());
        try (Reducer first = js.reducer("(p, n) => ({a: [1, 2.5, 'x', null, new Date(1)], b: n.payload})", null);
                Reducer second =
                        clojure.reducer("(fn [p n] {:a [1 2.5 \"x\" nil #{:k} '(1)] :b (:payload n)})", null)) {
            for (Reducer reducer : new Reducer[] {first, second}) {
                reducer.reduce(Reductions.event(1, "{\"c\":[true]}"));
                byte[] snapshot = reducer.snapshot();
                for (int end = 0; end < snapshot.length; end++) {
                    byte[] cut = java.util.Arrays.copyOf(snapshot, end);
                    assertThrows(ReductionException.class, () -> reducer.restore(cut));
                }
                reducer.restore(snapshot);
            }
        }
    }

    @Test
    void makingEnginesLoadsNothingOfALanguage() {
        new JavaScriptEngine();
        new ClojureEngine();
        new JqConditions(new JqEngine());
        new JqWhereLanguage();
        ClassLoader ours = getClass().getClassLoader();
        for (String name :
                new String[] {"org.mozilla.javascript.Context", "clojure.lang.RT", "net.thisptr.jackson.jq.Scope"}) {
            assertNull(loaded(ours, name), name);
        }
    }

    /** Asked of a loader of its own: what is loaded into sandboxes is not loaded into ours. */
    private static Class<?> loaded(ClassLoader loader, String name) {
        return new ClassLoader(loader) {
            Class<?> find() {
                return findLoadedClass(name);
            }
        }.find();
    }

    @Test
    void noThreadIsLeftBehind() throws Exception {
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        Reductions js = new Reductions(new JavaScriptEngine());
        js.fails("function(p, n) { for (;;) {} }", null);
        Set<String> after = Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !before.contains(thread))
                .map(Thread::getName)
                .collect(Collectors.toSet());
        after.remove("photon-projection-watch"); // one for all, and it ends with the last reducer
        after.removeIf(name -> name.startsWith("ForkJoinPool") || name.startsWith("junit"));
        assertEquals(Set.of(), after);
        assertFalse(Thread.currentThread().isInterrupted());
    }
}
