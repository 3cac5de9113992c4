// SPDX-License-Identifier: Apache-2.0
package io.photon.projection.clojure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.result.Result;
import io.photon.testing.Seed;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Random hostile programs: what the rewriter lets through, Clojure's compiler understands as the rewriter did. */
class ClojureFuzzTest {

    @Test
    void whatIsTakenReachesNoClassVarOrConstructorThatIsNotAllowed() {
        compare(Seed.any(), 1_000);
    }

    @Test
    @Tag("soak")
    void andNeitherDoHundredsOfThousandsOfPrograms() {
        for (int i = 0; i < 100; i++) {
            compare(Seed.any(), 3_000);
        }
    }

    private static void compare(long seed, int programs) {
        ClojureCompiler compiler = new ClojureCompiler(); // first: it loads Clojure
        HostilePrograms hostile = new HostilePrograms(seed);
        int taken = 0;
        for (int i = 0; i < programs; i++) {
            String program = hostile.next();
            Result<Object> form = compiler.bound(() -> ClojureCompiler.form(program));
            if (form instanceof Result.Ok<Object> ok) {
                taken++;
                String where = "seed " + seed + ", program " + i + ": " + program + " became " + ok.value();
                assertEquals(List.of(), compiler.bound(() -> Reach.of(ok.value())), where);
            }
        }
        assertTrue(
                taken > programs / 20,
                "of " + programs + " programs of seed " + seed + " only " + taken + " were taken");
    }
}
