// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.command;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.cli.Main;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** A folder and a shell in it that knows {@code photon}: the classes under test in a process of their own. */
final class Bash {

    final Map<String, String> environment = new HashMap<>();
    private final Path dir;

    Bash(Path dir, String url) throws IOException {
        this.dir = dir;
        Path photon = dir.resolve("photon");
        Files.writeString(
                photon,
                "#!/bin/sh\nexec '" + Path.of(System.getProperty("java.home"), "bin", "java") + "' -Xmx256m"
                        + " -XX:TieredStopAtLevel=1 -XX:+UseSerialGC --add-opens java.base/sun.nio.ch=ALL-UNNAMED -Dphoton.launcher=true ${JAVA_MORE-} -cp '"
                        + System.getProperty("java.class.path")
                        + "' " + Main.class.getName() + " \"$@\"\n");
        assertTrue(photon.toFile().setExecutable(true));
        environment.put("PHOTON_URL", url);
        environment.put("PATH", dir + ":" + System.getenv("PATH"));
        environment.put("XDG_RUNTIME_DIR", dir.toString());
        environment.put("XDG_DATA_HOME", dir.resolve("data").toString());
    }

    ProcessBuilder builder(String script) {
        ProcessBuilder builder = new ProcessBuilder("bash", "-c", script).directory(dir.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("PHOTON_") || name.equals("MUON_URL"));
        builder.environment().putAll(environment);
        return builder;
    }

    /** Runs a script to its end. @return what it wrote to standard output and error */
    String run(String script) throws IOException, InterruptedException {
        Process process = builder(script).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return output;
    }
}
