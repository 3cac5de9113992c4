// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.input;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProjectionTextTest {

    @Test
    void theNameInAnEdnFileIsReadWithItsEscapes() {
        assertEquals(
                Optional.of("a \"b\" \\\\ c"),
                ProjectionText.nameInEdn("{:projection-name \"a \\\"b\\\" \\\\\\\\ c\" :x 1}"));
        assertEquals(Optional.empty(), ProjectionText.nameInEdn("{:projection-name :keyword}"));
    }

    @Test
    void aNameOfAnyLengthIsReadInTime() {
        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> {
            String name = "\\\\n".repeat(300_000);
            assertEquals(
                    Optional.of("\\n".repeat(300_000)),
                    ProjectionText.nameInEdn("{:projection-name \"" + name + "\"}"));
            assertEquals(Optional.empty(), ProjectionText.nameInEdn(":projection-name " + " ".repeat(500_000)));
            assertEquals(Optional.empty(), ProjectionText.nameInEdn(":projection-name \"" + name));
        });
    }
}
