// SPDX-License-Identifier: Apache-2.0
package io.photon.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.testing.Requirement;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the pages show is what happens. */
class DocumentationSystemTest {

    private static final Path ROOT = Path.of(System.getProperty("photon.root", ".."));

    @TempDir
    Path home;

    /**
     * Runs each command of a page in order against one daemon. Positions, times, durations, sizes and hashes differ
     * from run to run, so they are compared by their shape; everything else is compared to the letter.
     */
    @ParameterizedTest
    @CsvSource({
        "README.md, jq",
        "docs/tutorial.md, jq curl",
        "docs/concepts.md, jq",
        "docs/clients.md, jq curl node python3",
        "docs/consumers.md, jq python3",
        "docs/websockets.md, node",
        "docs/accounts.md, jq",
        "docs/backups.md, jq curl",
        "docs/moving.md, jq curl",
        "docs/followers.md, jq curl",
        "docs/reverse-proxy.md, jq curl nginx",
        "docs/systemd.md, jq curl systemd-analyze",
        "docs/faq.md, jq",
        "docs/operations.md, jq",
        "docs/projections.md, jq",
        "docs/shell.md, jq",
        "docs/sql.md, jq",
        "docs/top.md, jq",
        "docs/monitoring.md, jq curl",
        "docs/cloudevents.md, jq curl",
        "docs/hooks.md, jq curl openssl",
        "docs/contexts.md, jq",
        "docs/tokens.md, jq curl",
        "docs/bench.md, jq",
        "docs/check-history.md, jq"
    })
    void everyCommandOfThePageRunsAndPrintsWhatThePageShows(String page, String programs) throws Exception {
        List<ConsoleBlocks.Step> steps = ConsoleBlocks.of(ROOT.resolve(page));
        assertTrue(!steps.isEmpty(), page + " shows no command");
        for (String program : programs.split(" ")) {
            Requirement.met(PageShell.finds(program), page + " needs " + program);
        }
        try (DaemonProcess daemon = DaemonProcess.start(home);
                PageShell shell = new PageShell(
                        home,
                        page.equals("docs/contexts.md") ? "STORE" : "PHOTON_URL",
                        daemon.http().base())) {
            for (ConsoleBlocks.Step step : steps) {
                String place = page + ":" + step.line();
                String printed = shell.run(place, step.command());
                assertEquals(shape(step.output()), shape(printed), place + ": " + step.command());
            }
        }
    }

    private static String shape(String text) {
        return text.replaceAll("[0-9a-f]{64}", "HASH")
                .replaceAll("http://[^ ]+:\\d+", "URL")
                .replaceAll("\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z", "TIME")
                .replaceAll("\"bytes\":\\d+", "BYTES")
                .replaceAll("\\b\\d{13,}\\b", "POSITION")
                .replaceAll("\\b\\d+(\\.\\d+)? ?(ms|s|events/s)\\b", "DURATION");
    }
}
