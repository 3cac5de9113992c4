// SPDX-License-Identifier: Apache-2.0
package io.photon.projection.clojure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import clojure.lang.RT;
import clojure.lang.Var;
import io.photon.projection.sandbox.Reductions;
import io.photon.projection.spi.ReductionException;
import io.photon.result.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a name means: the same to the rewriter as to Clojure's compiler. */
class ClojureNamesTest {

    private static final Reductions CLJ = new Reductions(new ClojureEngine());

    @Test
    void noBinderGivesALocalTheNameOfASpecialForm() {
        ClojureCompiler compiler = new ClojureCompiler();
        List<String> taken = new ArrayList<>();
        for (String special : new TreeSet<>(SpecialForms.all())) {
            for (String binder : HostilePrograms.BINDERS) {
                String body = binder.replace("D", "{:keys [N]}")
                        .replace("N", special)
                        .replace("E", "[1]")
                        .replace("M", "Exception")
                        .replace("B", "(" + special + " Object 1)");
                String program =
                        binder.startsWith("(serial") || binder.startsWith("#(") ? body : "(fn [p n] " + body + ")";
                if (compiler.bound(() -> ClojureCompiler.form(program)) instanceof Result.Ok<Object>) {
                    taken.add(program);
                }
            }
        }
        // Where nothing is bound, the special form is what it always is.
        assertEquals(
                List.of(),
                taken.stream().filter(program -> !program.contains("#(do")).toList());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(let [new 1 ProcessBuilder 2] (str (new ProcessBuilder [\"id\"])))",
                "(letfn [(new [x] x)] 1)",
                "(for [{:keys [def]} []] 1)",
                "(try 1 (catch Exception reify* 1))",
                "(as-> 1 set! set!)",
                "(fn monitor-enter [x] x)",
                "(loop [[a & case*] []] 1)",
            })
    void aLocalWithTheNameOfASpecialFormIsRefusedWithItsReason(String body) {
        String message = CLJ.refused("(fn [p n] " + body + ")", null).message();
        assertTrue(message.contains("is a special form of Clojure and cannot be a local name"), message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "(let [x [1 2] [x y] x] [x y])|[1,2]",
                "(let [x {:x 1 :y 2} {:keys [x y]} x] [x y])|[1,2]",
                "((fn [[p :as q]] [p q]) [1 2])|[1,[1,2]]",
                "(let [inc dec str 5 String 7] [(inc 3) str String])|[2,5,7]",
                "(for [let [1] :let [fn (fn [x] let)]] (fn 2))|[1]",
                "(->> ())|[]",
            })
    void aLocalMeansWhatItMeansInClojure(String body, String expected) throws ReductionException {
        assertEquals(expected, CLJ.fold("(fn [p n] " + body + ")", null, "1"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[g1__photon a]", "(do a g2__photon)"})
    void theNamesThatTheRewriterMakesCannotBeWritten(String body) {
        CLJ.refused("(fn [p n] (let [[a] p] " + body + "))", null);
    }

    @Test
    void whatMayBeNamedExistsAndIsAFunction() {
        assertInstanceOf(ClojureCompiler.class, new ClojureCompiler()); // loads Clojure
        List<String> wrong = new ArrayList<>();
        for (String space : AllowList.spaces()) {
            for (String name : AllowList.names(space)) {
                Var var = RT.var(space, name);
                if (!var.hasRoot() || var.isMacro()) {
                    wrong.add(space + "/" + name);
                }
            }
        }
        assertEquals(List.of(), wrong);
    }
}
