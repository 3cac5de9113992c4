// SPDX-License-Identifier: Apache-2.0
package io.photon.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The rule about hints finds what it is for, and that alone. */
class HintsTest {

    @TempDir
    Path folder;

    private List<String> missing(String call) throws IOException {
        Path file = Files.writeString(folder.resolve("A.java"), "class A { Object a = " + call + "; }");
        return Hints.missing(List.of(file));
    }

    @Test
    void aRefusalWithoutAHintIsFound() throws IOException {
        assertEquals(1, missing("Failure.of(Failure.Kind.BAD_INPUT, \"a\")").size());
        assertEquals(1, missing("Result.err(Kind.CONFLICT, \"a\" + b, null)").size());
        assertEquals(1, missing("Result.err(Failure.of(Kind.DENIED, what()))").size());
    }

    @Test
    void oneWithAHintAndAFaultOfPhotonsAreNot() throws IOException {
        assertEquals(List.of(), missing("Failure.of(Kind.BAD_INPUT, \"a\", \"b\")"));
        assertEquals(List.of(), missing("Result.err(Kind.BAD_INPUT, \"a\", isB ? \"b\" : null)"));
        assertEquals(List.of(), missing("Failure.of(Kind.INTERNAL, \"a\")"));
        assertEquals(List.of(), missing("Result.err(failure)"));
    }
}
