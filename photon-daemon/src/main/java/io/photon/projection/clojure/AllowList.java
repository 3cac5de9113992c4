// SPDX-License-Identifier: Apache-2.0
package io.photon.projection.clojure;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The functions a reduction may name: pure ones, of Clojure's own. Immutable. */
final class AllowList {

    private static final Set<String> CORE = words(
            // numbers
            "+ - * / +' -' *' inc dec inc' dec' quot rem mod max min = == not= < > <= >= compare zero? pos? neg? even?"
                    + " odd? number? integer? int? nat-int? pos-int? neg-int? float? double? rational? ratio? decimal?"
                    + " NaN? infinite? abs int long short byte float double char boolean num bigint biginteger bigdec"
                    + " rationalize numerator denominator unchecked-add unchecked-subtract unchecked-multiply"
                    + " unchecked-inc unchecked-dec unchecked-negate unchecked-int unchecked-long bit-and bit-or bit-xor"
                    + " bit-not bit-and-not bit-clear bit-set bit-flip bit-test bit-shift-left bit-shift-right"
                    + " unsigned-bit-shift-right parse-long parse-double parse-boolean parse-uuid rand rand-int rand-nth"
                    // truth and kinds
                    + " not nil? some? true? false? boolean? any? ident? simple-ident? qualified-ident?"
                    + " keyword? simple-keyword? qualified-keyword? symbol? simple-symbol? qualified-symbol? string?"
                    + " char? coll? seq? list? vector? map? set? map-entry? sequential? associative? sorted? counted?"
                    + " reversible? seqable? empty? not-empty indexed? ifn? fn? inst? uuid? distinct? every? not-every?"
                    + " not-any? some bounded-count uri? realized?"
                    // texts and names
                    + " str subs name namespace keyword symbol pr-str prn-str print-str println-str"
                    + " re-find re-matches re-seq re-pattern re-matcher re-groups hash inst-ms"
                    // functions
                    + " identity constantly comp partial juxt complement fnil every-pred some-fn memoize apply trampoline"
                    // collections
                    + " list list* vector vec hash-map array-map sorted-map hash-set set sorted-set zipmap conj cons concat"
                    + " assoc assoc-in dissoc update update-in get get-in find key val keys vals select-keys merge"
                    + " merge-with contains? disj into nth first second ffirst nfirst fnext nnext last rest next butlast"
                    + " count peek pop seq rseq subvec replace mapv filterv update-vals update-keys group-by"
                    + " frequencies reduce reduce-kv reductions reduced reduced? unreduced ensure-reduced empty rename-keys"
                    + " max-key min-key run! dorun doall vector-of"
                    // sequences
                    + " map map-indexed mapcat filter remove keep keep-indexed take take-while take-nth take-last drop"
                    + " drop-while drop-last split-at split-with partition partition-all partition-by partitionv"
                    + " partitionv-all splitv-at interleave interpose flatten distinct dedupe sort sort-by reverse"
                    + " shuffle range iterate repeat repeatedly cycle nthrest nthnext sequence transduce eduction cat"
                    + " completing halt-when tree-seq random-sample lazy-cat subseq rsubseq"
                    // transients and local cells
                    + " transient persistent! conj! assoc! dissoc! disj! pop! atom swap! reset! deref compare-and-set!"
                    + " swap-vals! reset-vals! volatile! vreset! ex-info ex-data ex-message ex-cause",
            "rename-keys shuffle vector-of lazy-cat realized?");

    private static final Set<String> STRING = words(
            "blank? capitalize ends-with? escape includes? index-of join last-index-of lower-case replace replace-first"
                    + " reverse split split-lines starts-with? trim trim-newline triml trimr upper-case",
            "");

    private static final Set<String> SET = words(
            "difference index intersection join map-invert project rename rename-keys select subset? superset? union",
            "");

    private static final Set<String> WALK =
            words("keywordize-keys postwalk postwalk-replace prewalk prewalk-replace stringify-keys walk", "");

    private static final Map<String, Set<String>> SPACES = Map.of(
            "clojure.core", CORE,
            "clojure.string", STRING,
            "clojure.set", SET,
            "clojure.walk", WALK);

    /** Short names that files use out of habit. */
    private static final Map<String, String> ALIASES = Map.of(
            "str", "clojure.string",
            "string", "clojure.string",
            "s", "clojure.string",
            "set", "clojure.set",
            "walk", "clojure.walk");

    private static final Map<String, String> HINTS = hints();

    private AllowList() {}

    private static Set<String> words(String some, String without) {
        Set<String> words = new HashSet<>(List.of(some.split(" ")));
        words.removeAll(List.of(without.split(" ")));
        return Set.copyOf(words);
    }

    private static Map<String, String> hints() {
        Map<String, String> hints = new HashMap<>();
        for (String name : "slurp spit load-file load-string load eval read read-string read-line compile".split(" ")) {
            hints.put(name, "a reduction reads no files and evaluates no texts");
        }
        for (String name :
                ("resolve ns-resolve find-ns find-var intern alter-var-root var-get var-set binding with-redefs"
                                + " require use import in-ns ns refer def defn defmacro defmulti defmethod defrecord deftype"
                                + " defprotocol")
                        .split(" ")) {
            hints.put(name, "a reduction defines and looks up no names; use let and letfn");
        }
        for (String name :
                "future agent send send-off pmap pcalls pvalues promise deliver ref dosync alter commute delay"
                        .split(" ")) {
            hints.put(name, "a reduction has no threads and nothing shared");
        }
        for (String name : "class type instance? bean proxy reify gen-class new cast supers bases isa?".split(" ")) {
            hints.put(name, "a reduction sees no classes; ask string?, number?, map? and so on");
        }
        hints.put("shuffle", "a reduction gives the same value each time");
        hints.put("gensym", "a reduction gives the same value each time");
        hints.put("random-uuid", "a reduction gives the same value each time; rand does, from the event");
        hints.put("find-keyword", "which keywords were met before differs with each start; use keyword");
        return Map.copyOf(hints);
    }

    /** The namespace of a function, or null when it is not on the list. */
    static @Nullable String space(String namespace, String name) {
        String space = namespace == null ? "clojure.core" : ALIASES.getOrDefault(namespace, namespace);
        return SPACES.getOrDefault(space, Set.of()).contains(name) ? space : null;
    }

    static Set<String> spaces() {
        return SPACES.keySet();
    }

    static @Nullable Set<String> names(String space) {
        return SPACES.get(space);
    }

    /** Why a name is not there. */
    static String hint(String name) {
        return HINTS.getOrDefault(
                name,
                "a reduction may use the pure functions of clojure.core, clojure.string, clojure.set and clojure.walk");
    }
}
