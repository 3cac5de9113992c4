// SPDX-License-Identifier: Apache-2.0
package io.photon.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** What {@code bin/test} says of the dearest classes. */
@EnabledOnOs(OS.LINUX)
class CostsOfClassesTest {

    /** A class for the listener to measure. */
    static class Busy {

        @Test
        void aProgramComputes() throws Exception {
            String loop = "i=0; while [ $i -lt 150000 ]; do i=$((i+1)); done";
            assertEquals(0, new ProcessBuilder("sh", "-c", loop).start().waitFor());
        }

        @Nested
        class Inside {
            @Test
            void theClassStartsAgainForItsInnerOnes() {
                assertTrue(ProcessorTime.ofThisProcessAndItsChildren() > 0);
            }
        }
    }

    @TempDir
    Path folder;

    private void run(Path to) {
        LauncherConfig alone = LauncherConfig.builder()
                .enableTestExecutionListenerAutoRegistration(false)
                .build();
        Launcher launcher = LauncherFactory.create(alone);
        launcher.execute(
                LauncherDiscoveryRequestBuilder.request()
                        .selectors(selectClass(Busy.class))
                        .build(),
                new CostsOfClasses(to.toString()));
    }

    @Test
    void aClassIsALineWithTheProcessorTimeOfWhatItStartedToo() throws Exception {
        run(folder.resolve("costs"));
        run(folder.resolve("costs"));
        List<Path> files;
        try (Stream<Path> found = Files.list(folder.resolve("costs"))) {
            files = found.toList();
        }
        assertEquals(1, files.size(), "a file for each JVM: " + files);
        List<String> lines = Files.readAllLines(files.get(0));
        assertEquals(2, lines.size(), "what is inside the class is part of it: " + lines);
        for (String line : lines) {
            String[] fields = line.split("\t", -1);
            assertTrue(Double.parseDouble(fields[0]) > 0.02, line);
            assertTrue(Double.parseDouble(fields[1]) > 0, line);
            assertEquals(Busy.class.getName(), fields[2]);
        }
    }

    @Test
    void aProgramThatRunsCountsAsOneThatEnded() throws Exception {
        long before = ProcessorTime.ofThisProcessAndItsChildren();
        Process runs = new ProcessBuilder("sh", "-c", "while :; do :; done").start();
        try {
            Eventually.holds("it computes", () -> ProcessorTime.ofThisProcessAndItsChildren() - before > 200);
        } finally {
            runs.destroyForcibly().waitFor();
        }
        Eventually.holds("it computed", () -> ProcessorTime.ofThisProcessAndItsChildren() - before > 200);
    }

    @Test
    void aNameWithSpacesAndBracketsDoesNotShiftWhatIsCounted() {
        String stat = "7 (a) (b c)) S 1 7 7 0 -1 4194560 100 200 0 0 1 20 300 4000 20 0 1 0 5 6 7";
        assertEquals(43_210, ProcessorTime.inStat(stat));
    }
}
