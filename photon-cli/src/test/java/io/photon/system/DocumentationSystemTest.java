package io.photon.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the pages show is what happens. */
class DocumentationSystemTest {

    private static final Path ROOT = Path.of(System.getProperty("photon.root", ".."));

    @TempDir
    Path home;

    /**
     * Runs each command of a page in order against one daemon. Numbers, times and hashes differ from run to run, so
     * they are compared by their shape; everything else is compared to the letter.
     */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "README.md",
                "docs/operations.md",
                "docs/projections.md",
                "docs/shell.md",
                "docs/top.md",
                "docs/contexts.md",
                "docs/bench.md"
            })
    void everyCommandOfThePageRunsAndPrintsWhatThePageShows(String page) throws Exception {
        List<ConsoleBlocks.Step> steps = ConsoleBlocks.of(ROOT.resolve(page));
        assertTrue(!steps.isEmpty(), page + " shows no command");
        try (DaemonProcess daemon = DaemonProcess.start(home)) {
            for (ConsoleBlocks.Step step : steps) {
                run(page + ":" + step.line(), step, daemon.http().base());
            }
        }
    }

    private void run(String place, ConsoleBlocks.Step step, URI url) throws IOException, InterruptedException {
        File out = home.resolve("out").toFile();
        ProcessBuilder builder = new ProcessBuilder("bash", "-o", "pipefail", "-c", step.command())
                .directory(Files.createDirectories(home.resolve("work")).toFile())
                .redirectErrorStream(true)
                .redirectOutput(out);
        builder.environment().put("PATH", ROOT.resolve("bin").toAbsolutePath() + ":" + System.getenv("PATH"));
        builder.environment().put("XDG_RUNTIME_DIR", home.resolve("run").toString());
        builder.environment().put("XDG_DATA_HOME", home.resolve("data").toString());
        builder.environment().put("XDG_CONFIG_HOME", home.resolve("config").toString());
        boolean isNamedByContext = place.startsWith("docs/contexts.md"); // there the variable would count more
        builder.environment().put(isNamedByContext ? "STORE" : "PHOTON_URL", url.toString());
        Process process = builder.start();
        assertTrue(process.waitFor(60, TimeUnit.SECONDS), place + " did not end: " + step.command());
        String printed = Files.readString(out.toPath()).strip();
        assertEquals(0, process.exitValue(), place + ": " + step.command() + "\n" + printed);
        assertEquals(shape(step.output()), shape(printed), place + ": " + step.command());
    }

    private static String shape(String text) {
        return text.replaceAll("[0-9a-f]{64}", "HASH")
                .replaceAll("http://[^ ]+:\\d+", "URL")
                .replaceAll("\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z", "TIME")
                .replaceAll("\\d+(\\.\\d+)?", "N");
    }
}
