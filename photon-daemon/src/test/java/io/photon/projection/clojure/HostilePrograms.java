// SPDX-License-Identifier: Apache-2.0
package io.photon.projection.clojure;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Reductions as an attacker would write them who has read the rewriter: any binder around any name, special forms, metadata
 * and forms of the reader, at random by a seed. Most are refused; what is taken has to be harmless.
 */
final class HostilePrograms {

    /** Names that mean something to the compiler, to the reader, or to us. */
    private static final List<String> NAMES = new ArrayList<>(List.of(
            ("fn let loop letfn case -> ->> .. doto as-> if-not ns in-ns defn binding proxy reify import gen-class delay future"
                            + " time assert declare lazy-seq lazy-cat eval resolve slurp load-string read-string str inc hash"
                            + " format String System ProcessBuilder Runtime Thread Object Class Exception Compiler Math"
                            + " java.lang.Runtime java.lang.ProcessBuilder clojure.lang.RT clojure.lang.Compiler String/1"
                            + " System/exit Math/abs Runtime/getRuntime String/.length Runtime/new photon.safe/throw"
                            + " photon.safe/stop x__photon g1__photon g2__photon g3__photon p1__1# x# .exit .-x Foo."
                            + " ProcessBuilder. a.b a/b a/b/c foo// / clojure.core/new clojure.core/def clojure.core/eval"
                            + " clojure.core/str clojure.core/let clojure.core/fn* clojure.core/.. clojure.core/Exception."
                            + " this __meta _ % %1 & *ns* *out* *read-eval* nil true p n a b c")
                    .split(" ")));

    static {
        NAMES.addAll(SpecialForms.all());
        NAMES.addAll(SpecialForms.all());
        NAMES.addAll(List.of("clojure.core/import*", "reify", "deftype"));
    }

    /** N: a name that is bound in the rest of the template; M: any name; L: the last name bound; E: a form; B: forms that see the names; D: a pattern. */
    static final List<String> BINDERS = List.of(
            "(let [N E] B)",
            "(let* [N E N E] B)",
            "(let [D E] B)",
            "(loop [N E] B)",
            "(loop* [N E] B)",
            "(loop [D E] B)",
            "(letfn [(N [N] B)] B)",
            "(letfn [(N ([] B) ([D] B))] B)",
            "((fn [N] B) E)",
            "((fn* [N] B) E)",
            "((fn N [N] B) E)",
            "((fn* N ([] B) ([N & N] B)) E)",
            "((fn [D & D] B) E)",
            "(serializable.fn/fn [N] B)",
            "#(do % B)",
            "(for [N E] B)",
            "(for [D E :let [N E] :when B N E :while B] B)",
            "(doseq [N E :let [D E]] B)",
            "(dotimes [N 3] B)",
            "(if-let [N E] B E)",
            "(when-let [D E] B)",
            "(if-some [N E] B)",
            "(when-some [D E] B)",
            "(when-first [N E] B)",
            "(as-> E N B B)",
            "(try B (catch Exception N B) (finally B))",
            "(try E (catch M N B))");

    static final List<String> PATTERNS = List.of(
            "N",
            "[N N]",
            "[N & N]",
            "[N :as N]",
            "[D & D]",
            "{:keys [N N]}",
            "{:keys [N] :or {N E} :as N}",
            "{:keys [:N]}",
            "{:a/keys [N]}",
            "{:strs [N]}",
            "{:syms [N a/N]}",
            "{N :k}",
            "{D :k}",
            "{N E}",
            "^M N");

    private static final List<String> CALLS = List.of(
            "(L E)",
            "(L M E)",
            "(L M [E])",
            "(L M E E)",
            "(L)",
            "(L [E] M)",
            "(M (L M))",
            "[(L M)]",
            "(. L M)",
            "(-> M L)");

    private static final List<String> FORMS = List.of(
            "(L E)",
            "(L M E)",
            "(L M [E])",
            "(L M E E)",
            "(M E)",
            "(M E E)",
            "(M M E)",
            "(M M [E])",
            "(M [E] E)",
            "(M)",
            "(new M E)",
            "(. M (exit 0))",
            "(. M M E)",
            "(. E M)",
            "(.. M M M)",
            "(-> E M (M E))",
            "(->> E (M M) M)",
            "(doto M (M E))",
            "(cond-> E E (M E))",
            "(some-> M M)",
            "(def M E)",
            "(set! M E)",
            "(reify* [java.lang.Runnable] (finalize [this] E))",
            "(deftype* M user.M [a] :implements [java.lang.Runnable] (run [_] E))",
            "(case* M 0 0 E {} :compact :int)",
            "(case E M E (M M) E E)",
            "(import* \"java.lang.ProcessBuilder\")",
            "(clojure.core/import* \"java.lang.ProcessBuilder\")",
            "(monitor-enter M)",
            "(var M)",
            "(throw E)",
            "(quote M)",
            "(letfn* [M (fn* [] E)] E)",
            "(try E (M Exception M E) (M E))",
            "(condp M E E :>> M)",
            "(cond E E M E)",
            "(fn M [M] E)",
            "(vswap! M M E)",
            "(assert E M)",
            "(println M E)",
            "(comment M)",
            "(lazy-seq M)",
            "(recur E)",
            "(if M E E)",
            "(map M [E])",
            "(apply M E)",
            "(M/M E)",
            "(M. E)",
            "(.M E)",
            "(.-M E)",
            "(:M E)",
            "('M E)",
            "([E] M)",
            "({:a M} E)",
            "((M E) E)");

    private static final List<String> ATOMS = List.of(
            "1",
            "2.5",
            "3M",
            "4N",
            "1/2",
            "\"s\"",
            ":k",
            ":a/b",
            "\\x",
            "nil",
            "true",
            "#\"[a-z]+\"",
            "[]",
            "{}",
            "()",
            "##Inf",
            "'q");

    private static final List<String> READER = List.of(
            "#=(M E)",
            "#'M",
            "#?(:clj E :default E)",
            "`E",
            "`(M ~E ~@E M#)",
            "`[M# ~M]",
            "@E",
            "#M[E]",
            "#M{:a E}",
            "#java.lang.ProcessBuilder[[\"id\"]]",
            "#inst \"2020-01-01\"",
            "#uuid \"00000000-0000-0000-0000-000000000001\"",
            "::M",
            "#:M{:a E}",
            "#_E 1",
            "'(M E)",
            "#(M % E)",
            "#{E M}",
            "{M E}",
            "[M E]",
            "^M E",
            "^{:tag M} E",
            "^{:line E :column M} (M E)",
            "^{:tag E :inline M :macro true :static true} (fn [a] E)",
            "^\"[Ljava.lang.Runtime;\" E",
            "^:once (fn* [] E)",
            "(fn ^M [^M a ^{:tag E} b] ^long a)",
            "(let [^M a ^M E] ^M a)",
            "(M ^M E)");

    private final Random random;
    private final List<String> locals = new ArrayList<>();
    private boolean calm;
    private int left;

    HostilePrograms(long seed) {
        random = new Random(seed);
    }

    /** The next reduction: each second one is calm but for the names that it binds and then calls. */
    String next() {
        locals.clear();
        calm = !calm;
        left = calm ? 3 : 60;
        return "(fn [p n] " + filled(random.nextInt(3) == 0 ? any(FORMS) : any(BINDERS)) + ")";
    }

    private String any(List<String> some) {
        return some.get(random.nextInt(some.size()));
    }

    private String form() {
        if (calm) {
            return any(ATOMS);
        }
        if (--left < 0) {
            return random.nextBoolean() ? name() : any(ATOMS);
        }
        return switch (random.nextInt(16)) {
            case 0, 1, 2, 3 -> any(ATOMS);
            case 4, 5, 6 -> name();
            case 7, 8, 9 -> filled(any(FORMS));
            case 10, 11 -> filled(any(READER));
            default -> filled(any(BINDERS));
        };
    }

    /** Where names are bound: when calm, they are called, or others are bound. */
    private String body() {
        return calm ? filled(any(--left > 0 ? BINDERS : CALLS)) : form();
    }

    /** Most names are harmless, so that whole programs are. */
    private String name() {
        if (calm) {
            return locals.isEmpty() ? "p" : any(locals);
        }
        return switch (random.nextInt(8)) {
            case 0 -> any(NAMES);
            case 1 -> any(List.of("str", "inc", "map", "first", "vector", "identity", "count"));
            default -> locals.isEmpty() ? "p" : any(locals);
        };
    }

    /** A name for a local: a harmless one mostly. */
    private String bound() {
        String name = random.nextInt(calm ? 2 : 5) == 0
                ? any(NAMES)
                : any(List.of("a", "b", "c", "str", "let", "fn", "System", "p", "/"));
        locals.add(name);
        return name;
    }

    /** The template with everything filled in, from left to right; what it binds is forgotten after it. */
    private String filled(String template) {
        int known = locals.size();
        StringBuilder made = new StringBuilder();
        for (int i = 0; i < template.length(); i++) {
            char c = template.charAt(i);
            boolean alone = (i == 0 || !Character.isLetter(template.charAt(i - 1)))
                    && (i + 1 == template.length() || !Character.isLetter(template.charAt(i + 1)));
            made.append(
                    !alone
                            ? String.valueOf(c)
                            : switch (c) {
                                case 'N' -> bound();
                                case 'M' -> name();
                                case 'L' -> locals.isEmpty() ? name() : locals.get(locals.size() - 1);
                                case 'E' -> form();
                                case 'B' -> body();
                                case 'D' -> filled(any(--left < 0 ? List.of("N") : PATTERNS), locals);
                                default -> String.valueOf(c);
                            });
        }
        while (locals.size() > known) {
            locals.remove(locals.size() - 1);
        }
        return made.toString();
    }

    /** A pattern, whose names stay bound. */
    private String filled(String pattern, List<String> kept) {
        List<String> before = List.copyOf(kept);
        StringBuilder made = new StringBuilder();
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            made.append(
                    switch (c) {
                        case 'N' -> bound();
                        case 'M' -> name();
                        case 'E' -> form();
                        case 'D' -> filled(any(--left < 0 ? List.of("N") : PATTERNS), kept);
                        default -> String.valueOf(c);
                    });
        }
        assert kept.size() >= before.size();
        return made.toString();
    }
}
