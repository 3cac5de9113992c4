// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Standard streams that are closed, or cannot be written to. Here Java itself is started with them. */
@Timeout(120)
class ClosedStreamsTest {

    private static final String EVENT = "'{\"stream-name\":\"s\",\"event-type\":\"t\",\"payload\":1}'";

    @TempDir
    Path dir;

    private StandInDaemon daemon;
    private Bash bash;

    @BeforeEach
    void start() throws IOException {
        daemon = new StandInDaemon();
        bash = new Bash(dir, daemon.url());
    }

    @AfterEach
    void stop() {
        daemon.close();
    }

    @Test
    void aClosedInputIsEmptyAndNotAFileOfJava() throws Exception {
        String emitted = bash.run("photon emit -o json <&-; echo $?");
        assertTrue(emitted.contains("stored 0 events in ") && emitted.endsWith("\n0\n"), emitted);
        String verified = bash.run("photon verify <&-; echo $?");
        assertTrue(verified.contains("there is no backup: the input is empty"), verified);
        assertTrue(verified.endsWith("\n7\n"), verified);
    }

    @Test
    void aClosedOutputIsAsNoOutputAndWhatIsStoredIsStored() throws Exception {
        assertEquals("0\n", bash.run("photon emit " + EVENT + " >&-; echo $?"));
        assertEquals("0\n", bash.run("photon emit " + EVENT + " <&- >&- 2>&-; echo $?"));
        assertEquals("2\n", bash.run("photon replay s --type cold | wc -l"));
    }

    @Test
    void noFileOfTheStoreGetsTheNumberOfAClosedStream() throws Exception {
        bash.environment.put("XDG_RUNTIME_DIR", dir.resolve("run").toString());
        String script = "photon serve -rest.port 0 -h2.path \"$PWD/store\" <&- >&- 2>&- & pid=$!;"
                + " until ls run/photon/*.token >/dev/null 2>&1; do kill -0 $pid || exit; done;"
                + " for n in 0 1 2; do readlink /proc/$pid/fd/$n; done; kill -9 $pid";
        Assumptions.assumeTrue(Files.isDirectory(Path.of("/proc/self/fd")), "no /proc here");
        String output = bash.run(script);
        assertTrue(!output.contains(dir.toString()), output);
        assertEquals(3, output.lines().count(), output);
    }

    @Test
    void whatCannotBePrintedIsSaidAndIsNoSuccess() throws Exception {
        Assumptions.assumeTrue(Files.exists(Path.of("/dev/full")), "no /dev/full here");
        for (String command : new String[] {"help", "help streams", "help times"}) {
            assertEquals(
                    "photon: help: cannot write to stdout: No space left on device\n"
                            + "hint: make room there, or write elsewhere\n1\n",
                    bash.run("photon " + command + " >/dev/full; echo $?"));
        }
        for (String command : new String[] {"--help", "--version", "replay --help", "streams --version"}) {
            String output = bash.run("photon " + command + " >/dev/full; echo $?");
            assertTrue(
                    output.contains("cannot write to stdout: No space left on device\nhint: "),
                    command + "\n" + output);
            assertTrue(output.endsWith("\n1\n"), command + "\n" + output);
        }
        bash.run("photon emit -q " + EVENT);
        for (String command : new String[] {
            "version",
            "streams list",
            "streams show s",
            "replay s --type cold",
            "event get s " + (StandInDaemon.FIRST_ID + 1),
            "emit " + EVENT,
            "serve --print-config"
        }) {
            String output = bash.run("photon " + command + " >/dev/full; echo $?");
            assertTrue(
                    output.contains("cannot write to stdout: No space left on device\nhint: "),
                    command + "\n" + output);
            assertTrue(output.endsWith("\n6\n"), command + "\n" + output);
        }
    }
}
