// SPDX-License-Identifier: Apache-2.0
package io.photon.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** The workflow runs what CONTRIBUTING.md says must hold: no check of its own. */
class WorkflowTest {

    @Test
    void theWorkflowRunsTheOneCheckOnEachSupportedJava() throws IOException {
        Map<String, Object> workflow =
                new Yaml().load(Files.readString(Script.ROOT.resolve(".github/workflows/ci.yml")));
        Map<?, ?> test = (Map<?, ?>) ((Map<?, ?>) workflow.get("jobs")).get("test");
        Map<?, ?> matrix = (Map<?, ?>) ((Map<?, ?>) test.get("strategy")).get("matrix");
        assertEquals(List.of(17, 21, 25), matrix.get("java"));
        List<String> commands = ((List<?>) test.get("steps"))
                .stream()
                        .map(step -> ((Map<?, ?>) step).get("run"))
                        .filter(Objects::nonNull)
                        .map(Object::toString)
                        .toList();
        assertEquals(1, commands.size(), commands.toString());
        assertTrue(commands.get(0).endsWith(" .ci/run"), commands.get(0));
        assertTrue(Files.isExecutable(Script.ROOT.resolve(".ci/run")));
    }
}
