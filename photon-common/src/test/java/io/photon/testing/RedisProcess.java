// SPDX-License-Identifier: Apache-2.0
package io.photon.testing;

import io.photon.rabbit.FreePort;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A Redis of our own, on a free port of 127.0.0.1, with a folder of its own: as it is installed, or as {@code bin/bench}
 * unpacked it. It can be killed and started again with what it had on its disk. Ends with this process at the latest.
 */
public final class RedisProcess implements AutoCloseable {

    /** Each write is forced to the disk before it is answered. */
    public static final List<String> DURABLE = List.of("--appendonly", "yes", "--appendfsync", "always");

    private static final int LIMIT_SECONDS = 60;

    private final Path folder;
    private final int port = FreePort.next();
    private final List<String> options;
    private Process process;

    private RedisProcess(Path folder, List<String> options) {
        this.folder = folder;
        this.options = options;
        Runtime.getRuntime().addShutdownHook(new Thread(this::kill, "stop-redis"));
    }

    /** Skips the test when there is no Redis; in CI it fails. */
    public static void required() {
        Requirement.met(Files.exists(unpacked()) || isOnPath(), "redis-server is not installed");
    }

    private static boolean isOnPath() {
        return Stream.of((System.getenv("PATH") + ":/usr/sbin").split(":"))
                .anyMatch(place -> Files.isExecutable(Path.of(place, "redis-server")));
    }

    private static Path unpacked() {
        return peers().resolve("bin/redis-server");
    }

    private static Path peers() {
        return Path.of(System.getProperty("photon.root", "."))
                .resolve("target/peers/redis/usr")
                .toAbsolutePath();
    }

    /** @param options as on its command line, after the port, the address and the folder */
    public static RedisProcess start(Path folder, List<String> options) throws IOException {
        Files.createDirectories(folder);
        RedisProcess redis = new RedisProcess(folder, options);
        redis.start();
        return redis;
    }

    /** Starts it again. */
    public void start() throws IOException {
        launch();
        ServerProcesses.awaitReady(process, "Redis", LIMIT_SECONDS, this::answers, () -> ServerProcesses.text(log()));
    }

    private boolean answers() {
        try {
            return !ask("PING").startsWith("-LOADING");
        } catch (IOException e) {
            return false; // it does not listen yet
        }
    }

    /** Starts it again, and does not wait until it answers. */
    public void launch() throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Files.exists(unpacked()) ? unpacked().toString() : "redis-server",
                "--port",
                String.valueOf(port),
                "--bind",
                "127.0.0.1",
                "--dir",
                folder.toAbsolutePath().toString(),
                "--save",
                "",
                "--daemonize",
                "no"));
        command.addAll(options);
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("PATH", System.getenv("PATH") + ":/usr/sbin");
        if (Files.exists(unpacked())) {
            builder.environment().put("LD_LIBRARY_PATH", libraries());
        }
        process = builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
                .start();
    }

    private static String libraries() throws IOException {
        try (Stream<Path> found = Files.list(peers().resolve("lib"))) {
            return String.join(
                    ":",
                    found.map(Path::toString)
                            .filter(path -> path.endsWith("-linux-gnu"))
                            .toList());
        }
    }

    private Path log() {
        return folder.resolve("redis.log");
    }

    public int port() {
        return port;
    }

    /** For {@code redis.url}. */
    public String url() {
        return "redis://127.0.0.1:" + port;
    }

    /** Sends one command over a connection of its own; the answer with its sign, parts of a list on lines of their own. */
    public String ask(String... words) throws IOException {
        StringBuilder command = new StringBuilder("*").append(words.length).append("\r\n");
        for (String word : words) {
            int length = word.getBytes(StandardCharsets.UTF_8).length;
            command.append('$').append(length).append("\r\n").append(word).append("\r\n");
        }
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout((int) TimeUnit.SECONDS.toMillis(LIMIT_SECONDS));
            OutputStream out = socket.getOutputStream();
            out.write(command.toString().getBytes(StandardCharsets.UTF_8));
            out.flush();
            return answer(new DataInputStream(socket.getInputStream()));
        }
    }

    private static String answer(DataInputStream in) throws IOException {
        String line = line(in);
        switch (line.charAt(0)) {
            case '$':
                int length = Integer.parseInt(line.substring(1));
                if (length < 0) {
                    return "";
                }
                String text = new String(in.readNBytes(length), StandardCharsets.UTF_8);
                in.readNBytes(2);
                return text;
            case '*':
                List<String> parts = new ArrayList<>();
                for (int i = Integer.parseInt(line.substring(1)); i > 0; i--) {
                    parts.add(answer(in));
                }
                return String.join("\n", parts);
            default:
                return line;
        }
    }

    private static String line(DataInputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.readUnsignedByte(); next != '\r'; next = in.readUnsignedByte()) {
            line.append((char) next);
        }
        in.readByte();
        return line.toString();
    }

    /** Ends it as a power cut of the process would: what it has not written is gone. */
    public void kill() {
        if (process != null) {
            process.destroyForcibly();
            awaitEnd();
        }
    }

    /** Stops it for a moment, or lets it go on. @param signal {@code STOP} or {@code CONT} */
    public void signal(String signal) throws IOException {
        ServerProcesses.signal(process, signal, LIMIT_SECONDS);
    }

    @Override
    public void close() {
        process.destroy();
        awaitEnd();
    }

    private void awaitEnd() {
        ServerProcesses.awaitEnd(process, "Redis", LIMIT_SECONDS);
    }
}
