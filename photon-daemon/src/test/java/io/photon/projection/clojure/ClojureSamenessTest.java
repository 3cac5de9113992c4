// SPDX-License-Identifier: Apache-2.0
package io.photon.projection.clojure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.projection.engine.OtherMachine;
import io.photon.projection.sandbox.Reductions;
import io.photon.projection.spi.Reducer;
import io.photon.projection.spi.ReductionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A fold gives the same value in each process, on each machine and after each restart. */
class ClojureSamenessTest {

    /** Two engines share nothing: their functions, objects and classes are at other places and have other numbers. */
    private static final Reductions CLJ = new Reductions(new ClojureEngine());

    private static final Reductions OTHER = new Reductions(new ClojureEngine());

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[(clojure.string/upper-case \"title\") (.toUpperCase \"title\") (clojure.string/capitalize \"iI\")]",
                "[(clojure.string/lower-case \"TITLE\") (.toLowerCase \"TITLE\") (.equalsIgnoreCase \"I\" \"i\")]",
                "[(format \"%,.2f %d %S %n\" 1234.5 12 \"title\") (re-find #\"(?i)TITLE\" \"title\")]",
                "[(format \"%tH %<tZ %<tc %<tB %<tA\" #inst \"2020-01-01T03:00\") (format \"%tF %<tT\" 0)]",
                "[(str #inst \"2020-06-01T03:00\") (.toString #inst \"1500-06-01T03:00\") (pr-str #inst \"2020\")]",
                "[(hash #\"a\") (hash inc) (hash (fn [])) (hash (atom 1)) (hash (ex-info \"a\" {})) (hash [#\"a\" inc])]",
                "[(.hashCode inc) (.hashCode #\"a\") (.hashCode [inc]) (.hashCode (volatile! 1))]",
                "(map #(% 1) #{inc dec - str list vector #(* 2 %) #(* 3 %) (comp inc inc)})",
                "(map str #{#\"a\" #\"b\" #\"c\" #\"d\" #\"e\" #\"f\" #\"g\" #\"h\" #\"i\" #\"j\"})",
                "(vals {inc 1 dec 2 - 3 + 4 str 5 list 6 vector 7 vec 8 map 9 first 10})",
                "[(rand) (rand-int 1000) (rand-nth (range 1000)) (random-sample 0.5 (range 30)) (System/currentTimeMillis)]",
                "(try (1 2) (catch Exception e [(.getMessage e) (ex-message e) (str e)]))",
                "(try ((fn [x] x)) (catch Exception e [(.getMessage e) (ex-message e) (str e)]))",
                "(try (seq (fn [])) (catch Exception e (.getMessage e)))",
                "(try (hash-map (atom 1)) (catch Exception e (.getMessage e)))",
                "[(str (ex-info \"a\" {:b 1})) (try (/ 1 0) (catch Exception e (str e)))]",
                "[(str (map inc [1 2])) (str (range 3)) (str '(1)) (str (cons 1 [2])) (str {:a 1 \"b\" [nil]})]",
            })
    void theSameComesOutInEachProcessOnEachMachine(String body) throws ReductionException {
        String here = CLJ.fold("(fn [p n] " + body + ")", null, "1");
        OtherMachine.run("tr-TR", "Asia/Kolkata", () -> {
            OTHER.fold("(fn [p n] [(count (map (fn [x] x) [1])) (str (fn? (fn [])))])", null, "1"); // other numbers
            assertEquals(here, OTHER.fold("(fn [p n] " + body + ")", null, "1"));
        });
    }

    /** The reader gives the parameters of #(…) the next numbers of the process, and orders literals by hashes of all that is in them. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "(mapv #(% 1) #{inc dec - str #(* 2 %) #(* 3 %) #(* 4 %) #(* 5 %)})",
                "(mapv (fn [s] (count s)) #{[#(* 2 %)] [#(* 3 %) 1] #{#(* 4 %) #(* 5 %) 2} {:a #(+ % 1) :b 1 :c 1 :d 1}})",
                "(mapv (fn [[f n]] [(f 1) n]) {#(* 2 %) 1 #(* 3 %) 2 #(* 4 %) 3 #(* 5 %) 4 #(* 6 %) 5 #(* 7 %) 6 #(* 8 %) 7"
                        + " #(* 9 %) 8 inc 9 dec 10})",
                "(let [seen (volatile! [])] #{(vswap! seen conj (#(* 2 %) 1)) (vswap! seen conj (#(* 3 %) 1)) inc dec} @seen)",
            })
    void literalsAreOrderedAlikeWhateverNumbersTheirParametersGet(String body) throws ReductionException {
        String here = CLJ.fold("(fn [p n] " + body + ")", null, "1");
        for (int i = 0; i < 30; i++) {
            assertEquals(here, OTHER.fold("(fn [p n] " + body + ")", null, "1"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(str (atom 1))",
                "(str (fn []))",
                "(str inc)",
                "(str [inc])",
                "(pr-str {:a (atom 1)})",
                "(print-str (volatile! 1))",
                "(format \"%s\" inc)",
                "(String/valueOf (fn []))",
                "(.toString inc)",
                "(clojure.string/join \",\" [inc dec])",
                "(str (transient []))",
                "(str (eduction (map inc) [1]))",
                "(ex-info (str inc) {})",
                "(pr-str (ex-info \"a\" {}))",
                "(try (/ 1 0) (catch Exception e (str [e])))",
            })
    void whatHasNoTextThatIsTheSameAfterARestartHasNone(String body) {
        String message = CLJ.fails("(fn [p n] " + body + ")", null).getMessage();
        assertTrue(message.contains("has no text that is the same after a restart"), message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "`(a# 1)|'a#' is another name in each process",
                "(quote #(inc %))|is another name in each process",
                "(gensym)|gives the same value each time",
                "(random-uuid)|gives the same value each time",
                "(shuffle [1 2])|gives the same value each time",
                "(find-keyword \"a\")|differs with each start",
            })
    void whatCannotBeTheSameIsRefusedWhenItIsCreated(String body, String reason) {
        var failure = CLJ.refused("(fn [p n] " + body + ")", null);
        assertTrue((failure.message() + failure.hint()).contains(reason), failure.message());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(map str p)",
                "(map counted? p)",
                "(map pr-str p)",
                "(map hash p)",
                "[(identical? (first p) (first p)) (identical? (nth p 5) \"text\") (identical? (last p) (last p))]",
                "(map #(identical? % (second p)) p)",
            })
    void aValueIsTheSameAfterARestart(String question) throws ReductionException {
        String program =
                "(fn [p n] (if p " + question + " [(seq [1 2]) (cons 1 nil) (range 3) (map inc [1]) '(1) \"text\""
                        + " (seq {:a 1}) (rest '(1 2)) (repeat 2 1) (apply * (repeat 90 7N)) 1/3 1.50M -5N (rest (range 40)) :k \"text\"]))";
        try (Reducer whole = CLJ.reducer(program, null);
                Reducer restarted = OTHER.reducer(program, null)) {
            whole.reduce(Reductions.event(1, "1"));
            restarted.restore(whole.snapshot());
            whole.reduce(Reductions.event(2, "1"));
            restarted.reduce(Reductions.event(2, "1"));
            assertEquals(Reductions.json(whole), Reductions.json(restarted));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\" 1 :a 2}",
                "{:x [{1 1 \"1\" 2}]}",
                "{nil 1 \"\" 2}",
                "(into {} (map (fn [k] [k 1]) (concat (range 20) (map str (range 20)))))",
                "{:a/b 1 (keyword nil \"a/b\") 2}",
                "{'a 1 :a 2}",
            })
    void keysThatAreOneNameInJsonAreRefused(String body) {
        String message = CLJ.fails("(fn [p n] " + body + ")", null).getMessage();
        assertTrue(message.contains("which are one name in JSON"), message);
    }

    @Test
    void keysOfSeveralKindsWithDifferentNamesArePlain() throws ReductionException {
        assertEquals(
                "{\"a\":1,\"b\":2,\"3\":3,\"\":4,\"c/d\":5}",
                CLJ.foldAndRestore("(fn [p n] (array-map :a 1 \"b\" 2 3 3 nil 4 :c/d 5))", null, "1"));
    }

    @Test
    void aFormatTakesAnyNumberOfValues() throws ReductionException {
        assertEquals(
                "\" 1.50|a    |00042|ff|ASS|x|true|%|\\n|a a|0000000001|null|1\"",
                CLJ.fold(
                        "(fn [p n] (format \"%5.2f|%-5s|%05d|%x|%S|%c|%b|%%|%n|%2$s %<s|%010d|%s|%s\""
                                + " 1.5 \"a\" 42 255 \"a\u00df\" \\x true 1N nil 1))",
                        null, "1"));
    }
}
