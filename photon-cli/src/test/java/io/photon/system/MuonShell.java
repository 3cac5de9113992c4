// SPDX-License-Identifier: Apache-2.0
package io.photon.system;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.cli.ResidentPhoton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs {@code photon} in bash as a user of a Muon network does: with MUON_URL and nothing else. */
final class MuonShell {

    private static final long LIMIT_S = 120;

    /** What a script left. */
    record Ran(int code, String out, String err) {}

    private final Path folder;
    private final String url;

    /** @param folder for output and everything the commands would keep */
    MuonShell(Path folder, String url) throws IOException {
        this(folder, url, "#!/bin/sh\nexec " + PhotonJar.line("-Dphoton.launcher=true") + " \"$@\"\n");
    }

    /** The same with another {@code photon}. @param script of it, such as {@link ResidentPhoton#script()} */
    MuonShell(Path folder, String url, String script) throws IOException {
        this.folder = Files.createDirectories(folder);
        this.url = url;
        Path photon = folder.resolve("photon");
        Files.writeString(photon, script);
        assertTrue(photon.toFile().setExecutable(true));
    }

    Path folder() {
        return folder;
    }

    ProcessBuilder builder(String script) {
        ProcessBuilder builder = new ProcessBuilder("bash", "-c", script).directory(folder.toFile());
        Map<String, String> environment = builder.environment();
        environment.keySet().removeIf(name -> name.startsWith("PHOTON_"));
        environment.put("MUON_URL", url);
        environment.put("PATH", folder + ":" + System.getenv("PATH"));
        environment.put("XDG_RUNTIME_DIR", folder.toString());
        environment.put("XDG_DATA_HOME", folder.toString());
        environment.put("LANG", "C.UTF-8");
        environment.remove("LC_ALL");
        return builder;
    }

    /** Runs a script to its end. */
    Ran run(String script) throws Exception {
        Path out = Files.createTempFile(folder, "run", ".out");
        Path err = Files.createTempFile(folder, "run", ".err");
        Process process = builder(script)
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        boolean ended = process.waitFor(LIMIT_S, TimeUnit.SECONDS);
        if (!ended) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        Ran ran = new Ran(ended ? process.exitValue() : -1, Files.readString(out), Files.readString(err));
        assertTrue(ended, script + " does not end: " + ran);
        return ran;
    }
}
