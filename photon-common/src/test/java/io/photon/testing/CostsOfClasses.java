// SPDX-License-Identifier: Apache-2.0
package io.photon.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;

/**
 * Writes what each test class took, for the list at the end of {@code bin/test}: a line of processor seconds, seconds and
 * the class, in a file for each JVM below {@code -Dphoton.test-costs}. Without that, and where the system does not count
 * processor time as Linux does, nothing is written. What a class started and left running, such as a broker for all
 * classes, counts in each class for what it took then.
 */
public final class CostsOfClasses implements TestExecutionListener {

    private record Begun(long atNanos, long processorMs) {}

    private final String folder;
    private final Map<String, Begun> begun = new ConcurrentHashMap<>();

    public CostsOfClasses() {
        this(System.getProperty("photon.test-costs", ""));
    }

    /** @param folder where it writes; empty for nowhere */
    CostsOfClasses(String folder) {
        this.folder = folder;
    }

    @Override
    public void executionStarted(TestIdentifier test) {
        if (isClass(test)) {
            begun.put(test.getUniqueId(), new Begun(System.nanoTime(), ProcessorTime.ofThisProcessAndItsChildren()));
        }
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        Begun from = begun.remove(test.getUniqueId());
        if (from != null && from.processorMs() >= 0) {
            write(
                    (ProcessorTime.ofThisProcessAndItsChildren() - from.processorMs()) / 1e3,
                    (System.nanoTime() - from.atNanos()) / 1e9,
                    ((ClassSource) test.getSource().orElseThrow()).getClassName());
        }
    }

    /** Whether it is a class, and not one inside another that is measured already. */
    private boolean isClass(TestIdentifier test) {
        return !folder.isEmpty()
                && test.getSource().filter(ClassSource.class::isInstance).isPresent()
                && test.getUniqueIdObject().getSegments().size() == 2;
    }

    private void write(double processorSeconds, double seconds, String name) {
        String line = String.format(Locale.ROOT, "%.2f\t%.2f\t%s%n", processorSeconds, seconds, name);
        try {
            Path file = Files.createDirectories(Path.of(folder))
                    .resolve(ProcessHandle.current().pid() + ".tsv");
            Files.writeString(file, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write what the tests took", e);
        }
    }
}
