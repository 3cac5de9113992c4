// SPDX-License-Identifier: Apache-2.0
package io.photon.projection.clojure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.projection.sandbox.Reductions;
import io.photon.projection.spi.Reducer;
import io.photon.projection.spi.ReductionException;
import io.photon.result.Failure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClojureEngineTest {

    private static final Reductions CLJ = new Reductions(new ClojureEngine());

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(fn [prev next] (+ prev (:n (:payload next))))",
                "(fn* [prev next] (+ prev (:n (:payload next))))",
                "(fn* ([prev next] (+ prev (:n (:payload next)))))",
                "(serializable.fn/fn [prev next] (+ prev (:n (:payload next))))",
                "#(+ %1 (get-in %2 [:payload :n]))",
                "(fn named [prev {{:keys [n]} :payload}] (+ prev n))",
                "(fn ([prev] prev) ([prev next & more] (+ prev (-> next :payload :n))))",
                "; a comment\n(fn [^long prev ^java.util.Map next] (+ prev (:n (:payload next)))) ; another",
            })
    void aReductionMayBeWrittenInAnyOfTheseForms(String reduction) throws ReductionException {
        assertEquals("42", CLJ.fold(reduction, "40", "{\"n\":2}"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "(.startsWith \"abc\" \"ab\")|true",
                "(let [index-of (fn [s b] (.indexOf s b))] [(index-of \"abc\" \"c\") (index-of \"abc\" \"x\")])|[2,-1]",
                "(-> \" Ab \" .trim .toUpperCase (.substring 1) (.replace \"B\" \"c\"))|\"c\"",
                "(. \"abc\" length)|3",
                "[(.contains \"abc\" \"b\") (.isEmpty \"\") (.charAt \"abc\" 1) (vec (.split \"a,b\" \",\"))]|[true,true,\"b\",[\"a\",\"b\"]]",
                "(clojure.string/lower-case \"ABC\")|\"abc\"",
                "(mod (hash \"abc\") 5000)|4163",
                "(merge-with + {:a 1} {:a 2 :b 1})|{\"a\":3,\"b\":1}",
                "(into [] (conj (into #{} [1 1]) 1))|[1]",
                "(reduce (fn* [a b] (or a b)) false [nil false 3])|3",
                "(for [x (range 5) :when (odd? x) :let [y (* x x)] z [1 2] :while (< z 2)] [x y z])|[[1,1,1],[3,9,1]]",
                "(loop [i 0 acc []] (if (< i 3) (recur (inc i) (conj acc i)) acc))|[0,1,2]",
                "(loop [[x & more] [1 2 3] s 0] (if x (recur more (+ s x)) s))|6",
                "(case :b (:a :c) 1 :b 2 3)|2",
                "(case 7 1 :one :other)|\"other\"",
                "(cond (= 1 2) 1 :else (condp = 5 4 :x 5 :y))|\"y\"",
                "(condp some [1 2] #{3} :>> inc #{2} :>> dec)|1",
                "(if-let [{:keys [a]} {:a 5}] a 0)|5",
                "(some-> {:a {:b 1}} :a :b inc)|2",
                "(some->> nil (map inc))|null",
                "(as-> 1 x (+ x 1) (cond-> x true (* 10) false inc))|20",
                "(letfn [(ev? [n] (if (zero? n) true (od? (dec n)))) (od? [n] (if (zero? n) false (ev? (dec n))))] (ev? 9))|false",
                "(let [a (atom 0)] (doseq [x [1 2 3]] (swap! a + x)) (dotimes [i 3] (swap! a + i)) @a)|9",
                "(try (throw (Exception. \"boo\")) (catch Exception e (.getMessage e)) (finally (println 1)))|\"boo\"",
                "(try (/ 1 0) (catch ArithmeticException e (ex-message e)))|\"Divide by zero\"",
                "(let [{:keys [x y] :or {y 2} :strs [s] :as m} {:x 1 \"s\" 3} [a _ & r :as v] [1 2 3]] [x y s a r v])|[1,2,3,1,[3],[1,2,3]]",
                "((fn [& {:keys [a b]}] [a b]) :a 1 :b 2)|[1,2]",
                "(let [eval inc slurp 5] (eval slurp))|6",
                "((juxt :a :b) {:a 1 :b 2})|[1,2]",
                "[(Math/floor 1.5) (Math/abs -3) (Long/parseLong \"12\") (System/currentTimeMillis)]|[1.0,3,12,1764000000000]",
                "(format \"%.2f %s\" 1.234 :a)|\"1.23 :a\"",
                "[(re-find #\"b+\" \"abbb\") (re-seq #\"\\d\" \"1a2\") (clojure.string/replace \"aXb\" #\"X\" \"-\")]|[\"bbb\",[\"1\",\"2\"],\"a-b\"]",
                "(transduce (comp (map inc) (filter even?)) + [1 2 3])|6",
                "(persistent! (reduce conj! (transient []) [1 2]))|[1,2]",
                "(take 3 (iterate inc 1))|[1,2,3]",
                "(take 2 (lazy-seq (cons 1 (repeat 2))))|[1,2]",
                "{:a/b 1, \"s\" 1/2, 3 \\x, nil 'sym, [1] 5N}|{\"a/b\":1,\"s\":0.5,\"3\":\"x\",\"\":\"sym\",\"[1]\":5}",
                "(do ^{:doc \"x\"} [1 2])|[1,2]",
                "`(a ~(+ 1 2) ~@[4 5])|[\"photon.reduction/a\",3,4,5]",
                "(let [n 1 if-not 2] (if-not n))|null",
            })
    void whatReductionsUseIsThere(String body, String expected) {
        if (body.contains("(if-not n)")) { // a local is called, though a macro has its name
            assertTrue(CLJ.fails("(fn [p n] " + body + ")", null).getMessage().contains("ClassCastException"));
            return;
        }
        try {
            assertEquals(expected, CLJ.foldAndRestore("(fn [p n] " + body + ")", null, "1"));
        } catch (ReductionException e) {
            throw new AssertionError(body, e);
        }
    }

    @Test
    void aSnapshotKeepsTheKindsOfValues() throws ReductionException {
        String kinds = "(fn [p n] (if (nil? p) {:k :a/b :set #{1} :list '(1) :seq (map inc [1]) :ratio 1/3 :big 5N"
                + " :dec 1.50M :char \\a :sym 'x/y :inst #inst \"2020-01-01\" :sorted (sorted-map 2 1 1 2) :sset (sorted-set 2 1)"
                + " :int (int 3) :entry (first {:a 1}) :nil nil :uuid #uuid \"00000000-0000-0000-0000-000000000001\""
                + " :order (array-map :z 1 :y 2 :x 3) :nan (/ 0.0 0.0)}"
                + " [(keyword? (:k p)) (set? (:set p)) (list? (:list p)) (seq? (:seq p)) (list? (:seq p)) (ratio? (:ratio p))"
                + " (= 5N (:big p)) (str (:dec p)) (char? (:char p)) (symbol? (:sym p)) (inst? (:inst p)) (sorted? (:sorted p))"
                + " (keys (:sorted p)) (sorted? (:sset p)) (int? (:int p)) (map-entry? (:entry p)) (contains? p :nil)"
                + " (uuid? (:uuid p)) (keys (:order p)) (NaN? (:nan p)) (decimal? (:dec p))]))";
        try (Reducer reducer = CLJ.reducer(kinds, null);
                Reducer restored = CLJ.reducer(kinds, null)) {
            reducer.reduce(Reductions.event(1, "1"));
            restored.restore(reducer.snapshot());
            reducer.reduce(Reductions.event(2, "1"));
            restored.reduce(Reductions.event(2, "1"));
            assertEquals(
                    "[true,true,true,true,false,true,true,\"1.50\",true,true,true,true,[1,2],true,true,true,true,true,"
                            + "[\"z\",\"y\",\"x\"],true,true]",
                    Reductions.json(restored));
            assertEquals(Reductions.json(reducer), Reductions.json(restored));
        }
    }

    @Test
    void theReductionsOfTheOriginalsOwnFilesRun() throws ReductionException {
        String browsers =
                "(serializable.fn/fn\n  [p n]\n  (let\n   [hash-amount\n    100\n    payload\n    (:payload n)\n"
                        + " session-id (:session_id payload) user-agent (:user-agent (:headers payload))\n"
                        + " index-of (fn [s b] (.indexOf s b)) user (:username (:payload payload))]\n"
                        + " (if (or (nil? session-id) (nil? user-agent) (= 0 (index-of user-agent \"curl\"))) p"
                        + " (assoc-in p [:agents user-agent session-id :user] user))))";
        assertEquals(
                "{\"agents\":{\"Firefox\":{\"s1\":{\"user\":\"ada\"}}}}",
                CLJ.foldAndRestore(
                        browsers,
                        "{:agents {}}",
                        "{\"session_id\":\"s1\",\"headers\":{\"user-agent\":\"Firefox\"},\"payload\":{\"username\":\"ada\"}}"));
        String logins = "(serializable.fn/fn [p n] (let [interval (int (/ (:t (:payload n)) 3600000))]"
                + " (update-in p [interval] (fn* [p1__716#] (merge-with + p1__716# {(:u (:payload n)) 1})))))";
        assertEquals("{\"3\":{\"ada\":1}}", CLJ.foldAndRestore(logins, "{}", "{\"t\":12000000,\"u\":\"ada\"}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(eval '(+ 1 1))",
                "(slurp \"/etc/passwd\")",
                "(spit \"/tmp/x\" 1)",
                "(System/exit 0)",
                "(java.lang.System/exit 0)",
                "(. System exit 0)",
                "(. System (exit 0))",
                "(-> System (.exit 0))",
                "(-> 0 (->> (. System exit)))",
                "(.getClass p)",
                "(.. p getClass getClassLoader)",
                "(.invoke p 1)",
                "(.-x p)",
                "#=(System/exit 0)",
                "(#=(eval (System/exit 0)) 1)",
                "(read-string \"#=(System/exit 0)\")",
                "(load-string \"1\")",
                "((resolve 'clojure.core/eval) 1)",
                "((ns-resolve 'clojure.core 'eval) 1)",
                "@#'clojure.core/eval",
                "(var clojure.core/eval)",
                "(binding [*out* nil] 1)",
                "(with-redefs [inc dec] 1)",
                "(alter-var-root #'inc identity)",
                "(intern 'clojure.core 'x 1)",
                "(def x 1)",
                "(defn f [] 1)",
                "(set! x 1)",
                "(require 'clojure.java.shell)",
                "(ns x)",
                "(in-ns 'x)",
                "(import 'java.io.File)",
                "(new java.io.File \"x\")",
                "(java.io.File. \"x\")",
                "(proxy [Object] [])",
                "(reify Object)",
                "(class p)",
                "(bean p)",
                "(future 1)",
                "(agent 1)",
                "(pmap inc [1])",
                "(promise)",
                "(dosync 1)",
                "(clojure.lang.RT/var \"clojure.core\" \"eval\")",
                "clojure.lang.RT/T",
                "java.lang.String",
                "#java.lang.String[\"x\"]",
                "(clojure.core/eval 1)",
                "(clojure.java.shell/sh \"ls\")",
                "(photon.safe/throw 1)",
                "photon.safe/stop",
                "(let [java.lang.String 3] 1)",
                "(let [x__photon 3] 1)",
                "(let [clojure.core/inc 3] 1)",
                "(into-array [1])",
                "(make-array Object 1)",
                "(instance? String p)",
                "(try 1 (catch java.io.IOException e 1))",
                "(monitor-enter p)",
                "(macroexpand '(x))",
                "*out*",
                "*ns*",
                "(with-out-str 1)",
                "(add-watch (atom 1) :a prn)",
                "(shuffle [1])",
                "(gensym)",
                "(unknown 1)",
                "{:a (unknown)}",
                "#{(unknown)}",
                "[(unknown)]",
                "(let [{:keys [a] :or {a (unknown)}} {}] a)",
                "(let [{a (unknown)} {}] a)",
                "(fn [{:keys [a] :or {a (unknown)}}] a)",
                "(for [x [1] :let [y (unknown)]] y)",
                "(case 1 1 (unknown))",
                "`(~(unknown))",
                "(fn [x] {:pre [(unknown)]} x)",
                "(if)",
                "(let [x] x)",
                "(loop)",
                "(recur)",
            })
    void whatReachesOutOfAReductionIsRefusedBeforeItIsCompiled(String body) {
        Failure failure = CLJ.refused("(fn [p n] " + body + ")", null);
        assertEquals(Failure.Kind.BAD_INPUT, failure.kind(), failure.message());
    }

    @Test
    void metadataIsNeverEvaluated() throws ReductionException {
        assertEquals(
                "{\"a\":[1]}",
                CLJ.fold(
                        "^{:a (System/exit 0)} (fn ^{:pre [(System/exit 0)]} [p ^{:tag (System/exit 0)} n]"
                                + " (let [^{:b (System/exit 0)} x ^{:c (System/exit 0)} [1]] ^{:z (System/exit 0)} {:a x}))",
                        null,
                        "1"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "(fn [p n]\\n  (foo 1))|line 2, column 3: 'foo' is not known in a reduction",
                "(fn [p n] (+ 1|EOF while reading",
                "(fn [p n] p))|Unmatched delimiter",
                "(fn [p n] p) (fn [p n] p)|a reduction is one form",
                "5|a reduction is a function",
                "(fn [p] p)|a reduction takes two arguments",
                "#(inc %)|a reduction takes two arguments",
                "(fn [p n] {:a 1 :a 2})|Duplicate key",
            })
    void whatIsNoReductionIsRefusedWithItsPlace(String reduction, String message) {
        Failure failure = CLJ.refused(reduction.replace("\\n", "\n"), null);
        assertTrue(failure.message().contains(message), failure.message());
    }

    @ParameterizedTest
    @ValueSource(strings = {"{:a", "#=(System/exit 0)", "1 2", "{:a 1 :a 2}", "#unknown 1"})
    void anInitialValueThatIsNoEdnIsRefused(String initial) {
        assertTrue(CLJ.refused("(fn [p n] p)", initial).message().startsWith("initial-value: line "));
    }

    @Test
    void anErrorNamesItsLine() {
        assertTrue(CLJ.fails("(fn [p n]\n  (let [x 1]\n    (+ x (:nope n))))", null)
                .getMessage()
                .startsWith("line 3: NullPointerException"));
        assertEquals(
                "line 1: ExceptionInfo: bad",
                CLJ.fails("(fn [p n] (throw (ex-info \"bad\" {})))", null).getMessage());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // endless
                "(loop [] (recur))",
                "((fn f [] (recur)))",
                "(while true)",
                "(while true (try (while true) (catch Throwable t 1) (finally (while true))))",
                "(reduce + (range))",
                "(count (iterate inc 1))",
                "(last (cycle [1]))",
                "(dorun (repeat 1))",
                "(doall (repeatedly (fn [] 1)))",
                "(range)",
                "{:a (map inc (range))}",
                "[(map inc (range))]",
                "(lazy-seq (loop [] (recur)))",
                "(filter neg? (range))",
                "(drop-while pos? (iterate inc 1))",
                "(nth (range) 1e15)",
                "(apply + (iterate inc 1))",
                "(some neg? (range))",
                "(doseq [x (range)] x)",
                "(dotimes [i 1e15] i)",
                "(for [x (range) y (range)] (+ x y))",
                "(sort (fn [a b] (loop [] (recur))) [3 2 1])",
                "(reduce (fn [a b] (loop [] (recur))) [1 2])",
                "(let [r (vec (range 10000)) f (partial mapcat (constantly r))] (count (f (f (f r)))))",
                "(let [mk (fn [] (loop [x [1] i 0] (if (< i 60) (recur [x x] (inc i)) x)))] (= (mk) (mk)))",
                "(let [mk (fn [] (loop [x [1] i 0] (if (< i 60) (recur [x x] (inc i)) x)))] (str (mk)))",
                "(clojure.walk/postwalk identity (loop [x [1] i 0] (if (< i 60) (recur [x x] (inc i)) x)))",
                "(flatten (loop [x [1] i 0] (if (< i 60) (recur [x x] (inc i)) x)))",
                "((fn f [n] (if (< n 2) n (+ (f (- n 1)) (f (- n 2))))) 90)",
                "(re-matches #\"(a*)(a*)(a*)(a*)(a*)(a*)(a*)(a*)(a*)b\" (apply str (concat (repeat 60 \"a\") [\"!\"])))",
                "(clojure.string/replace (apply str (concat (repeat 60 \"a\") [\"!\"])) #\"(a*)(a*)(a*)(a*)(a*)(a*)(a*)(a*)(a*)b\" \"\")",
                "(.matches (apply str (concat (repeat 60 \"a\") [\"!\"])) \"(a*)(a*)(a*)(a*)(a*)(a*)(a*)(a*)(a*)b\")",
                "(re-find #\"((){1000000}){1000000}\" \"\")",
                "(re-find (re-pattern (str (apply str (repeat 50 \"(|)\")) \"(?!)\")) \"\")",
                "(clojure.string/split \"\" #\"((){1000000}){1000000}\")",
                "(count (clojure.string/upper-case (.repeat \"\u00df\" 8000000)))",
                "(count (.toLowerCase (.repeat \"\u03a3\" 16000000)))",
                // deep
                "((fn f [] (f)))",
                "((fn f [] (+ 1 (f))))",
                "((fn f [] (try (f) (catch Throwable t (f)) (finally (f)))))",
                "(reduce concat (repeat 100000 [1]))",
                "(first (nth (iterate (fn [x] (map inc x)) (range 10)) 100000))",
                // large
                "(loop [x [1] i 0] (if (< i 60) (recur [x x] (inc i)) x))",
                "(loop [s \"xxxxxxxxxx\"] (recur (str s s)))",
                "(apply str (repeat 1e9 \"x\"))",
                "(.repeat \"x\" 1000000000)",
                "(into [] (range 1e9))",
                "(loop [x 3N] (recur (* x x)))",
                "(loop [x 3] (recur (*' x x)))",
                "(+ 1 1e1000000000M)",
                "(bigint 1e1000000000M)",
                "(bigint (apply str (repeat 1000000 9)))",
                "(format \"%1000000000d\" 1)",
                "(vec (range 3000000))",
                // without a form in a snapshot
                "(atom 1)",
                "inc",
                "(fn [] 1)",
                "(transient [])",
                // errors
                "(.length 5)",
                "(.trim nil)",
                "(throw nil)",
                "(/ 1 0)",
                "(hash-map 1)",
            })
    void hostileCodeEndsAsAFailureOfItsProjectionOnly(String body) throws ReductionException {
        CLJ.fails("(fn [p n] " + body + ")", null);
        assertEquals("[\"A\",3]", CLJ.fold("(fn [p n] [(.toUpperCase \"a\") (:payload n)])", null, "3"));
    }

    @Test
    void aLazyValueDoesNotGrowDeeperWithEachEvent() throws ReductionException {
        try (Reducer reducer = CLJ.reducer("(fn [p n] (assoc p :xs (map inc (:xs p))))", "{:xs [0 1]}")) {
            for (int i = 0; i < 20_000; i++) {
                reducer.reduce(Reductions.event(i + 1, "1"));
            }
            assertEquals("{\"xs\":[20000,20001]}", Reductions.json(reducer));
        }
    }
}
