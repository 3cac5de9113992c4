// SPDX-License-Identifier: Apache-2.0
package io.photon.projection.javascript;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.projection.sandbox.Reductions;
import io.photon.result.Failure;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class LongLinesTest {

    private static final Reductions JS = new Reductions(new JavaScriptEngine());

    @Test
    void textsMadeForItAreRefusedInTimeThatGrowsWithTheirLength() {
        for (String text : new String[] {
            "function" + " ".repeat(400_000) + "1",
            "function ".repeat(60_000),
            "function) ".repeat(60_000) + "...",
            "var f = function(p) { return p };" + " ".repeat(400_000) + "for (const x"
        }) {
            Failure failure = assertTimeoutPreemptively(Duration.ofSeconds(30), () -> JS.refused(text, null));
            assertEquals(Failure.Kind.BAD_INPUT, failure.kind());
        }
    }

    @Test
    void restParametersAreNamedAsWhatIsNotSupported() {
        assertTrue(JS.refused("(...rest) => rest", null).message().contains("rest parameters"));
    }
}
