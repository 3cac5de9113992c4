// SPDX-License-Identifier: Apache-2.0
package io.photon.bench;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Other programs, timed: the command line, an empty Java program, the load generator. */
final class TimedPrograms {

    /** @param peakRss largest memory seen, bytes */
    record Ran(double seconds, long peakRss) {}

    private static final File NOTHING = new File("/dev/null");

    private final BenchOptions options;
    private final List<String> before;

    TimedPrograms(BenchOptions options) {
        this(options, List.of());
    }

    private TimedPrograms(BenchOptions options, List<String> before) {
        this.options = options;
        this.before = before;
    }

    /** The same with load that runs on one core only (Linux). */
    TimedPrograms on(int core) {
        return new TimedPrograms(options, pinned(core));
    }

    /** What is put before a command that is to run on one core. */
    static List<String> pinned(int core) {
        return List.of("taskset", "-c", Integer.toString(core));
    }

    /** Runs {@code photon ARGS} against a daemon. */
    Ran photon(Path home, int port, @Nullable File in, @Nullable File out, String... args) throws IOException {
        List<String> command = new ArrayList<>(options.photon());
        command.addAll(Arrays.asList(args));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(Daemon.environment(home));
        builder.environment().put("PHOTON_URL", "http://127.0.0.1:" + port);
        builder.redirectInput(in == null ? NOTHING : in);
        builder.redirectOutput(out == null ? NOTHING : out);
        builder.redirectError(home.resolve("stderr.txt").toFile());
        return timed(builder, String.join(" ", command) + " (see " + home.resolve("stderr.txt") + ")");
    }

    /** The time in which a Java program that does nothing has come and gone, milliseconds. */
    double emptyJavaMs(int runs) throws IOException {
        double[] ms = new double[runs];
        for (int i = 0; i < runs; i++) {
            ms[i] = 1e3
                    * timed(
                                    new ProcessBuilder(
                                                    java(),
                                                    "-Xshare:auto",
                                                    "-cp",
                                                    System.getProperty("java.class.path"),
                                                    Nothing.class.getName())
                                            .redirectOutput(NOTHING),
                                    "an empty program")
                            .seconds();
        }
        return median(ms);
    }

    /** Median time of {@code photon ARGS}, milliseconds. */
    double photonMs(int runs, Path home, int port, String... args) throws IOException {
        double[] ms = new double[runs];
        for (int i = 0; i < runs; i++) {
            ms[i] = 1e3 * photon(home, port, null, null, args).seconds();
        }
        return median(ms);
    }

    /** Load of a process of its own: events/s, p50 and p99 in µs. */
    double[] load(Daemon daemon, int connections, int eventsPerRequest, double seconds, int rate) throws IOException {
        return loadResult(startLoad(daemon, connections, eventsPerRequest, seconds, rate));
    }

    Process startLoad(Daemon daemon, int connections, int eventsPerRequest, double seconds, int rate)
            throws IOException {
        return startLoad("http", daemon.port(), daemon.token(), connections, eventsPerRequest, seconds, rate);
    }

    /** The same over HTTP on any port, an event a request, as fast as answered. @param token of who asks */
    double[] load(int port, String token, int connections, double seconds) throws IOException {
        return loadResult(startLoad("http", port, token, connections, 1, seconds, 0));
    }

    /** The same on Redis. */
    double[] load(Redis redis, int connections, int eventsPerRequest, double seconds) throws IOException {
        return loadResult(startLoad("redis", redis.port(), "-", connections, eventsPerRequest, seconds, 0));
    }

    private Process startLoad(
            String wire, int port, String token, int connections, int eventsPerRequest, double seconds, int rate)
            throws IOException {
        List<String> command = new ArrayList<>(before);
        command.addAll(List.of(
                java(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                LoadGenerator.class.getName(),
                wire,
                Integer.toString(port),
                token,
                Integer.toString(connections),
                Integer.toString(eventsPerRequest),
                Double.toString(seconds),
                Integer.toString(rate)));
        Process load = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(load::destroy, "stop-the-load"));
        return load;
    }

    double[] loadResult(Process load) throws IOException {
        String said = new String(load.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (said.isBlank()) {
            throw new IOException("the load generator failed");
        }
        double[] figures = Arrays.stream(said.strip().split(" "))
                .mapToDouble(Double::parseDouble)
                .toArray();
        if (figures[0] == 0) {
            throw new IOException("nothing was answered while it was measured: no figure, not a good one");
        }
        return figures;
    }

    /** Median time of {@code photon streams list}, milliseconds. @param limit how many are listed */
    double listMs(Path home, int port, int limit) throws IOException {
        return photonMs(5, home, port, "streams", "list", "--limit", String.valueOf(limit), "-o", "ndjson");
    }

    private static Ran timed(ProcessBuilder builder, String what) throws IOException {
        long start = System.nanoTime();
        Process process = builder.start();
        long peak = 0;
        try {
            while (!process.waitFor(20, TimeUnit.MILLISECONDS)) {
                peak = Math.max(peak, rss(process));
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        if (process.exitValue() != 0) {
            throw new IOException(what + " ended with " + process.exitValue());
        }
        return new Ran(seconds, peak);
    }

    private static long rss(Process process) {
        long pid = process.descendants().map(ProcessHandle::pid).findFirst().orElse(process.pid());
        try {
            return Daemon.peakRss(pid);
        } catch (IOException e) {
            return 0; // it has just ended
        }
    }

    /** Starts a program of the benchmark in a process of its own, like the daemon's. Close its input to end it. */
    static Process java(Class<?> program, String... args) throws IOException {
        return java("256m", program, args);
    }

    /** The same with a heap of another size. @param heap as {@code 3g} */
    static Process java(String heap, Class<?> program, String... args) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                java(),
                "-Xmx" + heap,
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                program.getName()));
        command.addAll(Arrays.asList(args));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroy, "stop-" + program.getSimpleName()));
        return process;
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /** Waits until a process that was told to stop has ended. @param what it is, for the message */
    static void awaitEnd(Process process, String what) throws IOException {
        try {
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException(what + " did not stop in 60 s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /** Sorts the values. */
    static double median(double[] values) {
        Arrays.sort(values);
        return values[values.length / 2];
    }

    /** The smallest program: what a start of Java costs by itself. */
    static final class Nothing {
        private Nothing() {}

        public static void main(String[] args) {
            // nothing, on purpose
        }
    }
}
