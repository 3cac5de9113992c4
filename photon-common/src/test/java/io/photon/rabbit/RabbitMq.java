// SPDX-License-Identifier: Apache-2.0
package io.photon.rabbit;

import io.photon.testing.Eventually;
import io.photon.testing.ServerProcesses;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A RabbitMQ server from the machine's packages, with a folder, an Erlang node, a cookie and a port mapper of its own,
 * on loopback and free ports. Nothing is shared with a system service, and no plugin runs. Works as root and as any
 * other user: the packages' wrapper, which changes the user, is passed by.
 *
 * <p>It ends with this process, however that ends: a small shell waits for our end of its pipe to close.
 */
public final class RabbitMq implements AutoCloseable {

    private static final int START_LIMIT_S = 120;
    private static final Path PACKAGES = Path.of("/usr/lib/rabbitmq/lib");

    private static RabbitMq shared;

    private final Path folder;
    private final int port;
    private final int mapperPort;
    private final int distributionPort;
    private final Process mapper;
    private Process server;
    private Process guard;

    private RabbitMq(Path folder, List<String> settings) throws IOException {
        this.folder = folder;
        this.port = FreePort.next();
        this.mapperPort = FreePort.next();
        this.distributionPort = FreePort.next();
        Files.createDirectories(folder.resolve("home"));
        List<String> lines = new ArrayList<>(List.of(
                "listeners.tcp.1 = 127.0.0.1:" + port,
                "log.console = true",
                "log.console.level = warning",
                "log.file = false",
                "disk_free_limit.absolute = 50MB"));
        lines.addAll(settings);
        Files.write(folder.resolve("rabbitmq.conf"), lines);
        this.mapper = new ProcessBuilder("epmd", "-port", Integer.toString(mapperPort), "-address", "127.0.0.1")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("epmd.txt").toFile())
                .start();
    }

    /** Why there can be none on this machine, with what to do; empty when there can. */
    public static Optional<String> missing() {
        if (script("rabbitmq-server").isEmpty() || !onPath("epmd")) {
            return Optional.of("no RabbitMQ here: apt install rabbitmq-server (its service may stay off)");
        }
        return Optional.empty();
    }

    /** The one that all tests of this process share: nobody stops it, and it ends with the process. */
    public static synchronized RabbitMq shared() {
        if (shared == null) {
            shared = start();
        }
        return shared;
    }

    /**
     * One of its own, for tests that stop it or give it settings. Waits until it takes connections.
     *
     * @param settings lines of {@code rabbitmq.conf}
     */
    public static RabbitMq start(String... settings) {
        RabbitMq rabbit = prepare(settings);
        rabbit.launch();
        return rabbit;
    }

    /** One that does not run yet, though its port is known already. */
    public static RabbitMq prepare(String... settings) {
        try {
            return new RabbitMq(Files.createTempDirectory("photon-rabbitmq"), List.of(settings));
        } catch (IOException e) {
            throw new UncheckedIOException("no folder or no epmd for RabbitMQ", e);
        }
    }

    /** Starts it, or starts it again with what it had on its disk, on the same port. */
    public void launch() {
        ProcessBuilder builder =
                new ProcessBuilder(script("rabbitmq-server").orElseThrow().toString());
        environment(builder.environment());
        builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.appendTo(output().toFile()));
        try {
            server = builder.start();
            awaitListening();
            guard();
        } catch (IOException e) {
            throw new UncheckedIOException("RabbitMQ does not start", e);
        }
    }

    private void environment(Map<String, String> environment) {
        String path = environment.getOrDefault("PATH", "/usr/bin:/bin");
        environment.clear();
        environment.put("PATH", path);
        environment.put("LANG", "C.UTF-8");
        environment.put("HOME", folder.resolve("home").toString());
        environment.put("ERL_EPMD_ADDRESS", "127.0.0.1");
        environment.put("ERL_EPMD_PORT", Integer.toString(mapperPort));
        environment.put("RABBITMQ_NODENAME", "photon-" + port + "@localhost");
        environment.put("RABBITMQ_DIST_PORT", Integer.toString(distributionPort));
        environment.put("RABBITMQ_MNESIA_BASE", folder.resolve("data").toString());
        environment.put("RABBITMQ_LOG_BASE", folder.resolve("log").toString());
        environment.put("RABBITMQ_CONFIG_FILE", folder.resolve("rabbitmq.conf").toString());
        environment.put("RABBITMQ_CONF_ENV_FILE", folder.resolve("none.conf").toString());
        environment.put(
                "RABBITMQ_ENABLED_PLUGINS_FILE", folder.resolve("plugins").toString());
        environment.put("RABBITMQ_PID_FILE", folder.resolve("pid").toString());
        // No busy waiting: the machine is shared with what is tested.
        environment.put(
                "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS",
                "-kernel inet_dist_use_interface {127,0,0,1} +sbwt none +sbwtdcpu none +sbwtdio none");
    }

    private void awaitListening() throws IOException {
        try {
            ServerProcesses.awaitReady(server, "RabbitMQ on port " + port, START_LIMIT_S, this::listens, this::said);
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    private boolean listens() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
            return true;
        } catch (IOException e) {
            return false; // not yet
        }
    }

    /** Ends everything when this process has ended, also by kill -9. */
    private void guard() throws IOException {
        stopGuard();
        StringBuilder pids = new StringBuilder().append(mapper.pid());
        everyProcess().forEach(process -> pids.append(' ').append(process.pid()));
        guard = new ProcessBuilder("sh", "-c", "cat >/dev/null; kill -9 " + pids + "; rm -rf \"$0\"", folder.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private void stopGuard() {
        if (guard != null) {
            guard.destroyForcibly();
            guard = null;
        }
    }

    private Stream<ProcessHandle> everyProcess() {
        return server == null ? Stream.of() : Stream.concat(server.descendants(), Stream.of(server.toHandle()));
    }

    public int port() {
        return port;
    }

    /** Where to connect, as the default user and into the default virtual host. */
    public String url() {
        return "amqp://127.0.0.1:" + port;
    }

    /** Everything it has said. */
    public String said() {
        try {
            return Files.readString(output());
        } catch (IOException e) {
            return "(no output: " + e + ")";
        }
    }

    private Path output() {
        return folder.resolve("output.txt");
    }

    /** Stops the machine's attention for it, as a suspended virtual machine: sockets stay open, nothing answers. */
    public void freeze() {
        signal("STOP");
    }

    /** Lets it go on after {@link #freeze}. */
    public void thaw() {
        signal("CONT");
    }

    private void signal(String name) {
        List<String> command = new ArrayList<>(List.of("kill", "-" + name));
        everyProcess()
                .filter(process -> process.info().command().orElse("").contains("beam"))
                .forEach(process -> command.add(Long.toString(process.pid())));
        run(command);
    }

    /** kill -9; {@link #launch} starts it again. */
    public void kill() {
        stopGuard();
        List<ProcessHandle> all = everyProcess().toList();
        all.forEach(ProcessHandle::destroyForcibly);
        all.forEach(RabbitMq::awaitEnd);
    }

    /** Runs {@code rabbitmqctl}. @return what it printed */
    public String control(String... arguments) {
        List<String> command =
                new ArrayList<>(List.of(script("rabbitmqctl").orElseThrow().toString(), "-q"));
        command.addAll(List.of(arguments));
        return run(command);
    }

    private String run(List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        environment(builder.environment());
        try {
            Process process = builder.start();
            process.getOutputStream().close();
            String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(30, TimeUnit.SECONDS) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new IllegalStateException(command + " failed: " + out);
            }
            return out;
        } catch (IOException e) {
            throw new UncheckedIOException(command.toString(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Ends it and removes everything of it. Idempotent. */
    @Override
    public void close() {
        kill();
        mapper.destroyForcibly();
        awaitEnd(mapper.toHandle());
        try (Stream<Path> files = Files.exists(folder) ? Files.walk(folder) : Stream.<Path>of()) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("what RabbitMQ left stays", e);
        }
    }

    private static void awaitEnd(ProcessHandle process) {
        Eventually.within(20, () -> !process.isAlive(), () -> "process " + process.pid() + " does not end");
    }

    /** Debian's own place first; elsewhere the scripts on the path change no user. */
    private static Optional<Path> script(String name) {
        if (Files.isDirectory(PACKAGES)) {
            try (Stream<Path> versions = Files.list(PACKAGES)) {
                return versions.map(version -> version.resolve("sbin").resolve(name))
                        .filter(Files::isExecutable)
                        .findFirst();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return onPath(name) ? find(name) : Optional.empty();
    }

    private static boolean onPath(String program) {
        return find(program).isPresent();
    }

    private static Optional<Path> find(String program) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
