// SPDX-License-Identifier: Apache-2.0
package io.photon.sql;

import io.photon.sql.worker.SqlWorker;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How a SQL process is started: by this Java, from these classes, at low priority. Immutable. */
final class WorkerCommand {

    private static final Logger LOG = LoggerFactory.getLogger(WorkerCommand.class);

    private static final long PROBE_SECONDS = 5;

    /** Variables that say in which encoding paths are; nothing else of the daemon's is for the process. */
    private static final List<String> KEPT = List.of("LC_ALL", "LC_CTYPE", "LANG", "PATH");

    private final List<String> before = new ArrayList<>();
    private final List<String> startup = new ArrayList<>();

    private WorkerCommand() {}

    /** As this process was started. @param givesWay see {@link SqlSettings} */
    static WorkerCommand ofThisProcess(boolean givesWay) {
        WorkerCommand command = new WorkerCommand();
        command.before.addAll(givesWay ? givingWay() : nice());
        command.before.add(
                Path.of(System.getProperty("java.home"), "bin", "java").toString());
        // The archive of classes makes it start faster; the other options of the daemon are its own.
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> argument.startsWith("-XX:SharedArchiveFile=")
                        || argument.startsWith("--sun-misc-unsafe")
                        || argument.startsWith("--enable-native-access"))
                .forEach(command.startup::add);
        return command;
    }

    private static List<String> nice() {
        return program("nice").map(nice -> List.of(nice, "-n", "10")).orElse(List.of());
    }

    /**
     * What is only nice ends its slice of some milliseconds before a thread of the daemon that wakes up on its core; what is idle gives
     * way at once. It may be forbidden.
     */
    private static List<String> givingWay() {
        List<String> idle =
                program("chrt").map(chrt -> List.of(chrt, "-i", "0")).orElse(List.of());
        if (!idle.isEmpty() && works(idle)) {
            return idle;
        }
        LOG.warn("sql.priority=idle: this machine has no chrt that works, so SQL processes get a small share");
        return nice();
    }

    private static boolean works(List<String> before) {
        List<String> line = new ArrayList<>(before);
        line.add(program("true").orElse("true"));
        try {
            Process probe = new ProcessBuilder(line)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try {
                return probe.waitFor(PROBE_SECONDS, TimeUnit.SECONDS) && probe.exitValue() == 0;
            } finally {
                probe.destroyForcibly();
            }
        } catch (IOException e) {
            LOG.debug("{} does not work: {}", before, e.getMessage());
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static Optional<String> program(String name) {
        return Stream.of("/usr/bin", "/bin")
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst();
    }

    /** The command line. @param folder of the process */
    List<String> line(SqlSettings settings, Path folder) {
        List<String> line = new ArrayList<>(before);
        line.addAll(startup);
        line.addAll(List.of(
                "-Xmx" + settings.heapBytes(),
                "-Xss1m",
                "-XX:+UseSerialGC",
                "-XX:-UsePerfData",
                "-Xshare:auto",
                "-Xlog:disable",
                "-XX:+ExitOnOutOfMemoryError",
                "-XX:-CreateCoredumpOnCrash",
                "-XX:ErrorFile=/dev/null",
                "-Djdk.serialFilter=!*", // nothing is ever deserialised
                "-Dh2.allowedClasses=" + SqlWorker.class.getPackageName() + ".*",
                "-Djava.io.tmpdir=" + folder,
                "-Djava.awt.headless=true",
                "-cp",
                System.getProperty("java.class.path"),
                SqlWorker.class.getName(),
                folder.toString()));
        return line;
    }

    /** Takes away what is not for the process, such as tokens. */
    void restrict(Map<String, String> environment) {
        environment.keySet().retainAll(KEPT);
    }
}
