// SPDX-License-Identifier: Apache-2.0
package io.photon.sql;

import io.photon.sql.worker.SqlWorker;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** How a SQL process is started: by this Java, from these classes, at low priority. Immutable. */
final class WorkerCommand {

    private static final int NICE = 10;

    /** Variables that say in which encoding paths are; nothing else of the daemon's is for the process. */
    private static final List<String> KEPT = List.of("LC_ALL", "LC_CTYPE", "LANG", "PATH");

    private final List<String> before = new ArrayList<>();
    private final List<String> startup = new ArrayList<>();

    private WorkerCommand() {}

    /** As this process was started. */
    static WorkerCommand ofThisProcess() {
        WorkerCommand command = new WorkerCommand();
        nice().ifPresent(program -> command.before.addAll(List.of(program.toString(), "-n", String.valueOf(NICE))));
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

    private static Optional<Path> nice() {
        return Stream.of("/usr/bin/nice", "/bin/nice")
                .map(Path::of)
                .filter(Files::isExecutable)
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
