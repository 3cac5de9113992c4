// SPDX-License-Identifier: Apache-2.0
package io.photon.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;

/** What is done in a Java of its own while its heap is full. */
public final class FullHeap {

    private static final int LIMIT_SECONDS = 120;

    private static final int STEPS_WITH_ROOM = 16;

    /** What fills it; static so that it is really there. */
    private static Object[] filling;

    private FullHeap() {}

    /** Runs a class that has a main method, with a small heap; fails with what it says unless it ends well. */
    public static void run(Class<?> main, Path folder) throws IOException, InterruptedException {
        run(main, folder, "24m");
    }

    /** The same with a heap of that size. @return what it says */
    public static String run(Class<?> main, Path folder, String heap) throws IOException, InterruptedException {
        Path said = folder.resolve("said");
        Process java = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx" + heap,
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        main.getName())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        try {
            assertTrue(java.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS), () -> "it runs on");
            assertEquals(0, java.exitValue(), Files.readString(said));
            return Files.readString(said);
        } finally {
            java.destroyForcibly();
        }
    }

    /** In that Java: fills the heap to its last bytes, does something, and makes room again. @return whether memory ran out */
    public static boolean fails(Runnable task) {
        try {
            fill();
            task.run();
            return false;
        } catch (OutOfMemoryError e) {
            return true;
        } finally {
            filling = null;
        }
    }

    /**
     * In that Java: does one step after another, the first of them with room and the others while the heap is full, until memory
     * runs out, as it has to. @return the number of the step for which there was none
     */
    public static int failingStep(IntConsumer step) {
        int[] next = {0};
        while (next[0] < STEPS_WITH_ROOM) {
            step.accept(next[0]);
            next[0]++;
        }
        boolean failed = fails(() -> {
            while (true) {
                step.accept(next[0]);
                next[0]++;
            }
        });
        expect(failed, "memory runs out");
        return next[0];
    }

    private static void fill() {
        for (int length = 1 << 20; length >= 1; length /= 2) {
            try {
                while (true) {
                    Object[] more = new Object[length];
                    more[0] = filling;
                    filling = more;
                }
            } catch (OutOfMemoryError e) {
                continue; // with smaller pieces
            }
        }
    }

    /** In that Java: ends it with a message unless it is so. */
    public static void expect(boolean isSo, String what) {
        if (!isSo) {
            throw new AssertionError("it is not so: " + what);
        }
    }
}
