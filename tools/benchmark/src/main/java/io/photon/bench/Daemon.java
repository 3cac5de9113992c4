// SPDX-License-Identifier: Apache-2.0
package io.photon.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The real daemon, with folders of its own, on a free port. */
final class Daemon implements AutoCloseable {

    private static final Pattern READY = Pattern.compile("ready https?://[^ ]*:(\\d+)");
    private static final Pattern USED = Pattern.compile("used (\\d+)K");

    private final Process process;
    private final int port;
    private final String token;
    private final double readyMs;

    private Daemon(Process process, int port, String token, double readyMs) {
        this.process = process;
        this.port = port;
        this.token = token;
        this.readyMs = readyMs;
    }

    /**
     * Starts it and waits until it is ready.
     *
     * @param home its data, its token and its settings; kept, so that a second start finds the data
     */
    static Daemon start(BenchOptions options, Path home, String backend, String... settings) throws IOException {
        List<String> command = new ArrayList<>(options.photon());
        command.addAll(List.of("serve", "-db.backend", backend, "-rest.port", "0", "-rest.host", "127.0.0.1"));
        command.addAll(List.of(settings));
        Files.createDirectories(home);
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(environment(home));
        if (backend.equals("memory")) {
            builder.environment().put("PHOTON_JAVA_OPTS", "-Xmx3g"); // what is stored stays there
        }
        builder.redirectOutput(home.resolve("stdout.txt").toFile());
        long start = System.nanoTime();
        Process process = builder.start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroy, "stop-the-daemon")); // also after Ctrl-C
        StringBuilder said = new StringBuilder();
        BufferedReader errors =
                new BufferedReader(new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8));
        for (String line = errors.readLine(); line != null; line = errors.readLine()) {
            Matcher ready = READY.matcher(line);
            if (ready.find()) {
                double readyMs = (System.nanoTime() - start) / 1e6;
                drain(errors);
                return new Daemon(process, Integer.parseInt(ready.group(1)), token(home), readyMs);
            }
            said.append(line).append('\n');
        }
        throw new IllegalStateException("the daemon did not start:\n" + said);
    }

    static Map<String, String> environment(Path home) {
        return Map.of(
                "XDG_DATA_HOME", home.resolve("data").toString(),
                "XDG_CONFIG_HOME", home.resolve("config").toString(),
                "XDG_RUNTIME_DIR", home.resolve("run").toString());
    }

    /** Keeps the daemon's messages from filling the pipe. */
    private static void drain(BufferedReader errors) {
        Thread reader = new Thread(
                () -> {
                    try {
                        while (errors.readLine() != null) {
                            // only the ready line is of interest
                        }
                    } catch (IOException e) {
                        return; // the daemon was stopped
                    }
                },
                "daemon-messages");
        reader.setDaemon(true);
        reader.start();
    }

    private static String token(Path home) throws IOException {
        try (Stream<Path> files = Files.walk(home)) {
            Path file = files.filter(path -> path.toString().endsWith(".token"))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("the daemon left no token file under " + home));
            for (String line : Files.readAllLines(file)) {
                if (line.startsWith("token=")) {
                    return line.substring(6).strip();
                }
            }
            throw new IllegalStateException(file + " holds no token");
        }
    }

    int port() {
        return port;
    }

    String token() {
        return token;
    }

    double readyMs() {
        return readyMs;
    }

    Http connect() throws IOException {
        return new Http(port, token);
    }

    /** The first counter of this name in {@code /api/stats}. */
    long counter(String name) throws IOException {
        try (Http http = connect()) {
            String stats = http.get("/api/stats").orThrow("/api/stats").body();
            Matcher found = Pattern.compile("\"" + name + "\"\\s*:\\s*(\\d+)").matcher(stats);
            if (!found.find()) {
                throw new IOException("/api/stats does not say '" + name + "': " + stats);
            }
            return Long.parseLong(found.group(1));
        }
    }

    /** Bytes of heap in use after a full collection. */
    long heapAfterGc() throws IOException {
        long pid = javaPid();
        run("jcmd", Long.toString(pid), "GC.run");
        long kilobytes = 0;
        for (String line : run("jcmd", Long.toString(pid), "GC.heap_info").split("\n")) {
            Matcher used = USED.matcher(line);
            if (line.contains("total") && !line.contains("Metaspace") && !line.contains("class space") && used.find()) {
                kilobytes += Long.parseLong(used.group(1));
            }
        }
        return kilobytes * 1_024;
    }

    /** Peak memory of the process, bytes (Linux). */
    long peakRss() throws IOException {
        return peakRss(javaPid());
    }

    static long peakRss(long pid) throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/status"))) {
            if (line.startsWith("VmHWM:")) {
                return Long.parseLong(line.replaceAll("\\D", "")) * 1_024;
            }
        }
        return 0;
    }

    /** Processor time of it until now, milliseconds. */
    long processorMillis() {
        return ProcessHandle.of(javaPid())
                .flatMap(java -> java.info().totalCpuDuration())
                .orElse(Duration.ZERO)
                .toMillis();
    }

    /** The launcher may have replaced itself by the virtual machine, or wait for it. */
    private long javaPid() {
        return process.descendants().map(ProcessHandle::pid).findFirst().orElse(process.pid());
    }

    private static String run(String... command) throws IOException {
        Process tool = new ProcessBuilder(command).redirectErrorStream(true).start();
        return new String(tool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    /** As a power cut would for the process: kill -9. */
    void kill() throws IOException {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        await();
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        await();
    }

    private void await() throws IOException {
        TimedPrograms.awaitEnd(process, "the daemon");
    }
}
