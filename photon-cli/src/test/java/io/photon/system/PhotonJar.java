// SPDX-License-Identifier: Apache-2.0
package io.photon.system;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.launcher.Script;
import io.photon.testing.Eventually;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The command line that starts {@code photon.jar} as {@code bin/photon} does: with its options and its start-up archive, so
 * that a start costs half the processor time, and there are thousands of them.
 */
final class PhotonJar {

    private static final int LIMIT_S = 60;

    private static final List<String> SHORT =
            List.of("-XX:TieredStopAtLevel=1", "-XX:CompileThresholdScaling=8", "-Xms32m");
    private static final List<String> COMMAND = options(SHORT);
    private static final List<String> QUICK = options(HugePages.with(SHORT));
    private static final List<String> WELL_COMPILED = options(List.of("-XX:CompileThresholdScaling=2"));

    private PhotonJar() {}

    /** As for short commands. */
    static List<String> command() {
        return COMMAND;
    }

    /** For daemons whose speed is not measured; what they hold in memory is the same. */
    static List<String> quick() {
        return QUICK;
    }

    /** As for the daemon and for commands that move a lot. */
    static List<String> wellCompiled() {
        return WELL_COMPILED;
    }

    /** {@link #command()} as a line of sh, with more options for Java. */
    static String line(String... options) {
        List<String> words = new ArrayList<>(COMMAND);
        words.addAll(1, List.of(options));
        return "'" + String.join("' '", words) + "'";
    }

    private static List<String> options(List<String> more) {
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElse("java"));
        if (Runtime.version().feature() >= 24) { // an archive fits only the options that it was made with
            command.addAll(List.of("--sun-misc-unsafe-memory-access=allow", "--enable-native-access=ALL-UNNAMED"));
        }
        command.addAll(List.of("-Xmx256m", "-XX:-UsePerfData", "-Xshare:auto", "-Xlog:disable"));
        if (Runtime.version().feature() <= 25) { // as the launcher: the archive is used where it was made to lie
            command.addAll(List.of("-XX:+UnlockDiagnosticVMOptions", "-XX:ArchiveRelocationMode=0"));
        }
        command.add("-XX:+UseSerialGC");
        command.addAll(more);
        if (Archive.FILE != null) {
            command.add("-XX:SharedArchiveFile=" + Archive.FILE);
        }
        command.addAll(List.of("-jar", path().toString()));
        return List.copyOf(command);
    }

    private static Path path() {
        return DaemonProcess.jar().toAbsolutePath().normalize();
    }

    /** A tenth of the processor time of a start, for memory that no one measures; Java complains where there are none. */
    private static final class HugePages {
        static List<String> with(List<String> options) {
            try {
                String offered = Files.readString(Path.of("/sys/kernel/mm/transparent_hugepage/enabled"));
                if (!offered.contains("[never]")) {
                    return Stream.concat(options.stream(), Stream.of("-XX:+UseTransparentHugePages"))
                            .toList();
                }
            } catch (IOException e) {
                // a system without them
            }
            return options;
        }
    }

    private static final class Archive {
        static final Path FILE = make();

        /** The launcher makes it after its first run in a checkout. @return null if it could not */
        private static Path make() {
            Path jar = path();
            Path archive = jar.resolveSibling("cds").resolve("photon-" + System.getProperty("java.version") + ".jsa");
            ProcessBuilder first = new ProcessBuilder(
                            Script.ROOT.resolve("bin/photon").toString(), "version")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD);
            first.environment().keySet().removeIf(name -> name.startsWith("PHOTON_"));
            first.environment().put("JAVA_HOME", System.getProperty("java.home"));
            try {
                Process process = first.start();
                assertTrue(process.waitFor(LIMIT_S, TimeUnit.SECONDS), "bin/photon version does not end");
                Path making = Path.of(archive + ".making");
                boolean isMade = Eventually.happens(LIMIT_S, () -> !Files.exists(making));
                return isMade && Files.exists(archive) && isNewer(archive, jar) ? archive : null;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }

        private static boolean isNewer(Path archive, Path jar) throws IOException {
            return Files.getLastModifiedTime(archive).compareTo(Files.getLastModifiedTime(jar)) > 0;
        }
    }
}
