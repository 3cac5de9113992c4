// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.cli.command.Shell.Ran;
import io.photon.daemon.Photon;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code streams export} and {@code streams import}. */
@Timeout(60)
class StreamFilesTest {

    @TempDir
    Path dir;

    private Photon daemon;
    private Shell photon;

    @BeforeEach
    void start() {
        Path runtime = dir.resolve("run").resolve("photon");
        daemon = OwnDaemon.start(dir, runtime);
        photon = new Shell(daemon.url());
        photon.environment.put("XDG_RUNTIME_DIR", runtime.getParent().toString());
    }

    @AfterEach
    void stop() {
        daemon.close();
    }

    private String file(String name) {
        return dir.resolve(name).toString();
    }

    private String payloads(String stream) {
        return photon.run("replay", stream, "--type", "cold", "--format", "{payload}")
                .out();
    }

    @Test
    void anExportedStreamIsImportedUnderTheFirstFreeName() {
        for (int i = 1; i <= 3; i++) {
            photon.run("emit", "--stream", "a/b", "--type", "T", "--payload", Integer.toString(i));
        }
        Ran exported = photon.run("streams", "export", "a/b", "-q", "--file", file("a.pev"));
        assertEquals(new Ran(0, "", ""), exported);
        assertEquals(
                "{\"status\":\"OK\",\"stream-name\":\"a/b-0\",\"events\":3}\n",
                photon.run("streams", "import", "a/b", file("a.pev"), "-q").out());
        assertEquals("1\n2\n3\n", payloads("a/b-0"));
        Ran unknown = photon.run("streams", "export", "none", "-q", "--file", file("none.pev"));
        assertEquals(3, unknown.code(), unknown.err());
        assertTrue(Files.notExists(dir.resolve("none.pev")));
    }

    @Test
    void linesOfJsonAreImportedUpToTheFirstBadOneOnlyWhenThatIsAskedFor() throws IOException {
        Files.writeString(
                dir.resolve("events"),
                "{\"event-type\":\"T\",\"payload\":1}\nbad\n{\"event-type\":\"T\",\"payload\":2}\n");
        Ran refused = photon.run("streams", "import", "s", file("events"), "-q");
        assertEquals(2, refused.code(), refused.err());
        assertTrue(refused.err().startsWith("photon: streams import: line 2: "), refused.err());
        assertEquals("", payloads("s"));
        Ran partial = photon.run("streams", "import", "s", file("events"), "-q", "--partial");
        assertEquals(8, partial.code(), partial.err());
        assertTrue(partial.err().startsWith("photon: streams import: line 2: "), partial.err());
        assertEquals("1\n", payloads("s"));
        assertEquals(3, photon.run("streams", "import", "s", file("none"), "-q").code());
    }
}
