// SPDX-License-Identifier: Apache-2.0
package io.photon.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BranchesTest {

    @TempDir
    Path dir;

    @Test
    void eachWayThroughAMethodIsABranchAndAMethodInsideCountsForItself() throws IOException {
        Path file = dir.resolve("A.java");
        Files.writeString(file, """
                class A {
                    int plain() { return 1; }
                    int many(int n) {
                        if (n > 1 && n < 5 || n == 9) { return n > 2 ? 1 : 2; }
                        for (int i = 0; i < n; i++) { while (n > 0) { n--; } }
                        Runnable run = () -> { if (n > 3) { n = 1; } };
                        switch (n) { case 1, 2: n = 1; break; case 3: n = 2; break; default: n = 3; }
                        Object other = new Object() { int inside(int x) { return x > 1 ? 1 : 0; } };
                        try { n = 4; } catch (RuntimeException e) { n = 5; }
                        return switch (n) { case 1 -> 2; default -> 3; };
                    }
                }
                """);
        assertEquals(
                List.of(
                        new Branches.Method("A.plain", 0),
                        new Branches.Method("A.inside", 1),
                        new Branches.Method("A.many", 11)),
                Branches.of(List.of(file)));
    }
}
