// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Where the library of zstd cannot be loaded, as when its folder is mounted noexec. */
@Timeout(120)
class NoZstdTest {

    private static final String WHY = "zstd cannot be used: its library cannot be loaded from /proc/";

    @TempDir
    Path dir;

    private StandInDaemon daemon;
    private Bash bash;

    @BeforeEach
    void start() throws Exception {
        daemon = new StandInDaemon();
        bash = new Bash(dir, daemon.url());
        bash.environment.put("HOME", dir.toString());
        assertEquals(
                "",
                bash.run("photon emit -q '{\"stream-name\":\"s\",\"event-type\":\"t\",\"payload\":1}' > receipt;"
                        + " photon backup -q --compress zstd --file packed"));
    }

    @AfterEach
    void stop() {
        daemon.close();
    }

    private void refused(String command) throws IOException, InterruptedException {
        bash.environment.put("JAVA_MORE", "-DZstdTempFolder=/proc/photon");
        String output = bash.run(command + "; echo $?");
        assertTrue(
                output.contains(WHY) && output.contains("\nhint: name a folder from which programs may run"), output);
        assertTrue(output.endsWith("\n1\n"), output);
        assertTrue(!output.contains("\tat "), output);
    }

    @Test
    void everyCommandThatNeedsItSaysSoAndEnds() throws Exception {
        refused("photon verify packed");
        refused("photon restore packed");
        refused("photon restore --as-new < packed");
        refused("photon backup --since packed");
        refused("photon backup --compress zstd > piped");
    }

    @Test
    void aBackupThatCannotBePackedLeavesNothing() throws Exception {
        refused("photon backup --compress zstd --file new");
        assertEquals("packed\nphoton\nreceipt\n", bash.run("ls -A | grep -v data"));
    }

    @Test
    void anotherFolderOfTheUserIsTriedWhereTheUsualOneForbidsIt() throws Exception {
        bash.environment.put("JAVA_MORE", "-Djava.io.tmpdir=/proc/photon");
        assertTrue(bash.run("photon verify packed").startsWith("{\"backups\":1,\"events\":1,"));
    }
}
