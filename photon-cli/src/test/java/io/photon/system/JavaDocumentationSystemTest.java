// SPDX-License-Identifier: Apache-2.0
package io.photon.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.rabbit.FreePort;
import io.photon.testing.Eventually;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The programs of docs/java.md compile, run as it says, and print what it shows. */
@Timeout(180)
class JavaDocumentationSystemTest {

    private static final Path PAGE =
            Path.of(System.getProperty("photon.root", "..")).resolve("docs/java.md");
    private static final String JAR = "target/photon.jar";
    private static final String URL = "http://localhost:3000";

    @TempDir
    Path home;

    private Path work;

    @Test
    void everyProgramOfThePageOnJavaRunsAndPrintsWhatItShows() throws Exception {
        String port = Integer.toString(FreePort.next());
        work = Files.createDirectories(home.resolve("programs"));
        int programs = write("");
        List<ConsoleBlocks.Step> steps = ConsoleBlocks.of(PAGE);
        assertEquals(programs, steps.size(), "each program is shown at work");
        try (DaemonProcess daemon = DaemonProcess.start(home, "-muon.url", "embedded", "-muon.port", port)) {
            for (ConsoleBlocks.Step step : steps) {
                assertTrue(step.command().contains(JAR) && step.command().contains(URL), step::command);
                assertEquals(
                        step.output(), run(step.command(), daemon.http().base().toString()), "line " + step.line());
            }
            Eventually.within(
                    60,
                    () -> daemon.http()
                            .json("/api/stats")
                            .at("/muon/state")
                            .asText()
                            .equals("serving"),
                    daemon::stderr);
            write("amqp-"); // streams and a projection of its own
            ConsoleBlocks.Step orders = steps.get(0);
            assertEquals(
                    orders.output(),
                    run(orders.command(), "amqp://guest:guest@127.0.0.1:" + port),
                    "line " + orders.line() + " over AMQP");
        }
    }

    /** Writes the page's programs into files. @param prefix of the names they use @return how many */
    private int write(String prefix) throws IOException {
        Matcher blocks = Pattern.compile("```java\n(.*?public class (\\w+) .*?)```", Pattern.DOTALL)
                .matcher(Files.readString(PAGE));
        int count = 0;
        while (blocks.find()) {
            String text = blocks.group(1).replaceAll("\"(orders|ticks|count)\"", "\"" + prefix + "$1\"");
            Files.writeString(work.resolve(blocks.group(2) + ".java"), text);
            count++;
        }
        return count;
    }

    /** @return what it printed */
    private String run(String command, String url) throws IOException, InterruptedException {
        Path out = home.resolve("out");
        Path err = home.resolve("err");
        String shown = command.replace(JAR, DaemonProcess.jar().toAbsolutePath().toString())
                .replace(URL, url);
        ProcessBuilder builder = new ProcessBuilder("bash", "-c", shown)
                .directory(work.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().put("XDG_RUNTIME_DIR", home.resolve("run").toString());
        Process process = builder.start();
        assertTrue(process.waitFor(60, TimeUnit.SECONDS), () -> command + " does not end");
        assertEquals(0, process.exitValue(), shown + "\n" + Files.readString(err));
        return Files.readString(out).strip();
    }
}
