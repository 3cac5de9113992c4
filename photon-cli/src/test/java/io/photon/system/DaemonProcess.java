// SPDX-License-Identifier: Apache-2.0
package io.photon.system;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A real {@code photon serve} in a process of its own, on a free port, with its own folders. Closing it ends it.
 */
final class DaemonProcess implements AutoCloseable {

    private static final long START_LIMIT_S = 120;

    /** As text, or as JSON. */
    private static final Pattern READY = Pattern.compile("^(?:photon: |.*\"message\":\")ready (http\\S+)");

    private final Process process;
    private final Path home;
    private final CompletableFuture<String> ready = new CompletableFuture<>();
    private final StringBuffer stderr = new StringBuffer();
    private final Thread reader;
    private HttpDoor http;

    private DaemonProcess(Process process, Path home) {
        this.process = process;
        this.home = home;
        this.reader = new Thread(this::readStderr, "stderr of " + process.pid());
        reader.setDaemon(true);
        reader.start();
    }

    /** Where the jar is; built by the package phase that runs before these tests. */
    static Path jar() {
        Path jar = Path.of(System.getProperty("photon.root", "..")).resolve("target/photon.jar");
        assertTrue(Files.exists(jar), "no " + jar + ": package the project first (bin/test does)");
        return jar;
    }

    /**
     * Starts a daemon and waits until it says that it is ready.
     *
     * @param home holds data, run-time files and the working directory; the same folder again is the same store
     * @param settings as on the command line, e.g. {@code -db.backend file}
     */
    static DaemonProcess start(Path home, String... settings) {
        return start(home, Map.of(), settings);
    }

    /** The same with these variables in the daemon's environment. */
    static DaemonProcess start(Path home, Map<String, String> environment, String... settings) {
        DaemonProcess daemon = launch(home, environment, settings);
        daemon.awaitReady();
        return daemon;
    }

    /** Starts a daemon and does not wait: for starts that are meant to fail. */
    static DaemonProcess launch(Path home, String... settings) {
        return launch(home, Map.of(), settings);
    }

    /** The same, allowed to open at most this many files and sockets. */
    static DaemonProcess startWithDescriptors(int limit, Path home, String... settings) {
        return startBy(List.of("sh", "-c", "ulimit -n " + limit + " && exec \"$@\"", "sh"), home, settings);
    }

    /** One that is started by another command, which gets its command line as further arguments. */
    static DaemonProcess startBy(List<String> wrapper, Path home, String... settings) {
        DaemonProcess daemon = launch(wrapper, PhotonJar.quick(), home, Map.of(), settings);
        daemon.awaitReady();
        return daemon;
    }

    /** One whose speed is measured, or which does a lot: it compiles its code as well as those that people start. */
    static DaemonProcess startMeasured(Path home, String... settings) {
        DaemonProcess daemon = launch(List.of(), PhotonJar.wellCompiled(), home, Map.of(), settings);
        daemon.awaitReady();
        return daemon;
    }

    private static DaemonProcess launch(Path home, Map<String, String> environment, String... settings) {
        return launch(List.of(), PhotonJar.quick(), home, environment, settings);
    }

    private static DaemonProcess launch(
            List<String> wrapper, List<String> java, Path home, Map<String, String> environment, String... settings) {
        List<String> command = new ArrayList<>(wrapper);
        command.addAll(java);
        command.addAll(List.of("serve", "-rest.port", "0"));
        command.addAll(List.of(settings));
        try {
            Path work = Files.createDirectories(home.resolve("work"));
            Path run = Files.createDirectories(home.resolve("run"));
            ProcessBuilder builder = new ProcessBuilder(command).directory(work.toFile());
            builder.environment().keySet().removeIf(name -> name.startsWith("PHOTON_") || name.equals("MUON_URL"));
            builder.environment().put("XDG_DATA_HOME", home.resolve("data").toString());
            builder.environment().put("XDG_CONFIG_HOME", home.resolve("config").toString());
            builder.environment().put("XDG_RUNTIME_DIR", run.toString());
            builder.environment().putAll(environment);
            if (!environment.containsKey("MUON_URL")) { // a broker on this machine is nobody's in a test
                builder.environment().put("PHOTON_MUON_URL", "none"); // -muon.url still counts more
            }
            builder.redirectOutput(new File("/dev/null"));
            return new DaemonProcess(builder.start(), home);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void readStderr() {
        try (BufferedReader lines = process.errorReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                stderr.append(line).append('\n');
                Matcher isReady = READY.matcher(line);
                if (isReady.find()) {
                    ready.complete(isReady.group(1));
                }
            }
        } catch (IOException e) {
            stderr.append("(stderr ended: ").append(e.getMessage()).append(")\n");
        }
        ready.completeExceptionally(new IllegalStateException("the daemon ended before it was ready:\n" + stderr));
    }

    private void awaitReady() {
        try {
            http = new HttpDoor(URI.create(ready.get(START_LIMIT_S, TimeUnit.SECONDS)), token());
        } catch (TimeoutException e) {
            process.destroyForcibly();
            fail("not ready within " + START_LIMIT_S + " s:\n" + stderr);
        } catch (InterruptedException | ExecutionException e) {
            fail("the daemon did not start:\n" + stderr, e);
        }
    }

    private String token() {
        int port = URI.create(ready.join()).getPort();
        Path file = home.resolve("run/photon/" + port + ".token");
        try {
            List<String> lines = Files.readAllLines(file);
            return lines.get(lines.size() - 1).replaceFirst("^token[=: ]+", "").strip();
        } catch (IOException e) {
            throw new UncheckedIOException("no token file", e);
        }
    }

    HttpDoor http() {
        return http;
    }

    Path data() {
        return home.resolve("data/photon");
    }

    long pid() {
        return process.pid();
    }

    /** Everything the daemon has said so far. */
    String stderr() {
        return stderr.toString();
    }

    /** Ends the process without a word, as {@code kill -9}. */
    void kill() {
        process.destroyForcibly();
        awaitEnd(20);
    }

    /** SIGTERM. @return the exit code */
    int stop() {
        process.destroy();
        return awaitEnd(40);
    }

    /** Waits until the process ends by itself. */
    int awaitEnd(long seconds) {
        try {
            assertTrue(process.waitFor(seconds, TimeUnit.SECONDS), "still running after " + seconds + " s:\n" + stderr);
            reader.join(5_000);
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        if (process.isAlive()) {
            process.destroyForcibly();
            awaitEnd(20);
        }
    }

    /** One HTTP client for all tests of a process: it keeps a selector thread. */
    static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(java.time.Duration.ofSeconds(30))
            .build();
}
