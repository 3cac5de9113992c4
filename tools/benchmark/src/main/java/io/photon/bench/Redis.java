package io.photon.bench;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * A Redis of our own: every write is forced to the disk before it is answered (AOF, {@code appendfsync always}), on a
 * free port of 127.0.0.1, with a folder of its own. From the path, or as {@code bin/bench} unpacked it.
 */
final class Redis implements AutoCloseable {

    private static final Path UNPACKED = Path.of("target/peers/redis");
    private static final long START_SECONDS = 60;

    private final Process process;
    private final int port;

    private Redis(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    static Redis start(Path folder) throws IOException {
        Files.createDirectories(folder);
        int port = freePort();
        Path unpacked = UNPACKED.resolve("usr/bin/redis-server").toAbsolutePath();
        ProcessBuilder builder = new ProcessBuilder(
                Files.exists(unpacked) ? unpacked.toString() : "redis-server",
                "--port",
                String.valueOf(port),
                "--bind",
                "127.0.0.1",
                "--dir",
                folder.toAbsolutePath().toString(),
                "--appendonly",
                "yes",
                "--appendfsync",
                "always",
                "--save",
                "",
                "--auto-aof-rewrite-percentage", // it would run alongside the measurement
                "0",
                "--daemonize",
                "no");
        if (Files.exists(unpacked)) {
            builder.environment().put("LD_LIBRARY_PATH", libraries());
        }
        builder.redirectErrorStream(true)
                .redirectOutput(folder.resolve("redis.log").toFile());
        Process process = builder.start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroy, "stop-redis"));
        Redis redis = new Redis(process, port);
        redis.awaitReady(folder);
        return redis;
    }

    private static String libraries() throws IOException {
        try (Stream<Path> folders = Files.list(UNPACKED.resolve("usr/lib").toAbsolutePath())) {
            List<String> found = folders.filter(
                            folder -> folder.getFileName().toString().endsWith("-linux-gnu"))
                    .map(Path::toString)
                    .toList();
            return String.join(":", found);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private void awaitReady(Path folder) throws IOException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
        while (process.isAlive() && System.nanoTime() < deadline) {
            try (RedisConnection connection = connect()) {
                connection.call("PING");
                return;
            } catch (IOException e) {
                LockSupport.parkNanos(20_000_000); // it does not listen yet, or still loads its file
            }
        }
        process.destroy();
        throw new IOException("Redis did not start: " + Files.readString(folder.resolve("redis.log")));
    }

    int port() {
        return port;
    }

    RedisConnection connect() throws IOException {
        return new RedisConnection(port);
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        Commands.awaitEnd(process, "Redis");
    }
}
