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
record Script(Path directory, Map<String, String> environment) {

    static final Path ROOT =
            Path.of(System.getProperty("photon.root", "..")).toAbsolutePath().normalize();

    /** What a run left. */
    record Ran(int code, String out, String err) {}

    ProcessBuilder builder(String... words) {
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

    Ran run(String... words) throws IOException, InterruptedException {
        Path out = Files.createTempFile(directory, "out", "");
        Path err = Files.createTempFile(directory, "err", "");
        Process process = builder(words)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        process.getOutputStream().close();
        assertTrue(process.waitFor(60, TimeUnit.SECONDS), () -> List.of(words) + " did not end");
        return new Ran(
                process.exitValue(),
                Files.readString(out, StandardCharsets.UTF_8),
                Files.readString(err, StandardCharsets.UTF_8));
    }
}
