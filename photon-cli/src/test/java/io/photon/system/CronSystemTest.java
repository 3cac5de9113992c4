// SPDX-License-Identifier: Apache-2.0
package io.photon.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.launcher.Script;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands as cron runs them: an environment of four variables, no terminal, no keyboard, sh. */
class CronSystemTest {

    @TempDir
    Path home;

    private record Ran(int code, String output) {}

    /** A line of a crontab whose Java and daemon are named at its top. */
    private Ran cron(DaemonProcess daemon, String line) throws Exception {
        Path java = Path.of(ProcessHandle.current().info().command().orElse("java"));
        List<String> command = new ArrayList<>(List.of("env", "-i", "HOME=" + home, "LOGNAME=photon", "SHELL=/bin/sh"));
        command.addAll(List.of("PATH=" + Script.ROOT.resolve("bin") + ":/usr/bin:/bin"));
        command.addAll(List.of("JAVA_HOME=" + java.getParent().getParent()));
        command.addAll(List.of("PHOTON_URL=" + daemon.http().base(), "/bin/sh", "-c", line));
        Path out = Files.createTempFile(home, "cron", ".mail");
        Process process = new ProcessBuilder(command)
                .directory(home.toFile())
                .redirectErrorStream(true)
                .redirectInput(new File("/dev/null"))
                .redirectOutput(out.toFile())
                .start();
        return new Ran(process.waitFor(), Files.readString(out));
    }

    @Test
    void aJobLogsInByTheTokenInTheDataFolderAndSaysWhatIsMissingWithoutIt() throws Exception {
        // As a person starts it: with a folder for what runs, which cron's jobs do not know.
        Map<String, String> login =
                Map.of("XDG_DATA_HOME", home.resolve(".local/share").toString());
        try (DaemonProcess daemon = DaemonProcess.start(home, login, "-db.backend", "file")) {
            Ran night = cron(
                    daemon,
                    "echo '{\"n\":\"Bärbel\"}' | photon emit --stream jobs --type Begun --payload - >/dev/null"
                            + " && photon backup -q --file full.backup"
                            + " && echo '{\"stream-name\":\"jobs\",\"event-type\":\"Ended\",\"payload\":1}' | photon emit -q >/dev/null"
                            + " && photon backup -q --since full.backup --file more.backup"
                            + " && photon verify full.backup more.backup -o json");
            assertEquals(0, night.code(), night.output());
            assertTrue(night.output().startsWith("{\"backups\":2,\"events\":2,"), night.output());
            assertEquals(
                    1, night.output().lines().count(), "a job that goes well sends no other mail: " + night.output());
            assertTrue(daemon.http().replay("jobs").get(0).contains("Bärbel"));

            Path token =
                    home.resolve(".local/share/photon/" + daemon.http().base().getPort() + ".token");
            Files.delete(token);
            Ran unknown = cron(daemon, "photon streams list");
            assertEquals(5, unknown.code(), unknown.output());
            assertTrue(unknown.output().contains("no " + token), unknown.output());
            assertTrue(unknown.output().contains("--token-file FILE"), unknown.output());
        }
    }
}
