// SPDX-License-Identifier: Apache-2.0
package io.photon.launcher;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs a program to its end, or until it has said something. */
public record Script(Path directory, Map<String, String> environment) {

    /** The checkout. */
    public static final Path ROOT =
            Path.of(System.getProperty("photon.root", "..")).toAbsolutePath().normalize();

    /** On a busy machine; installing a package takes a tenth of it. */
    private static final long LIMIT_S = 150;

    /** What a run left. */
    public record Ran(int code, String out, String err) {}

    /** One of its processes, not started: without what the environment says about Photon and Java. */
    public ProcessBuilder builder(String... words) {
        ProcessBuilder builder = new ProcessBuilder(words).directory(directory.toFile());
        builder.environment()
                .keySet()
                .removeIf(name -> name.startsWith("PHOTON_") || name.equals("JAVA_HOME") || name.equals("MUON_URL"));
        builder.environment().put("XDG_DATA_HOME", directory.resolve("data").toString());
        builder.environment().put("XDG_RUNTIME_DIR", directory.resolve("run").toString());
        builder.environment().put("XDG_CONFIG_HOME", directory.resolve("config").toString());
        builder.environment().putAll(environment);
        return builder;
    }

    /** Runs it to its end, with standard input closed. */
    public Ran run(String... words) throws IOException, InterruptedException {
        Path out = Files.createTempFile(directory, "out", "");
        Path err = Files.createTempFile(directory, "err", "");
        Process process = builder(words)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        process.getOutputStream().close();
        assertTrue(process.waitFor(LIMIT_S, TimeUnit.SECONDS), () -> List.of(words) + " did not end");
        return new Ran(
                process.exitValue(),
                Files.readString(out, StandardCharsets.UTF_8),
                Files.readString(err, StandardCharsets.UTF_8));
    }
}
