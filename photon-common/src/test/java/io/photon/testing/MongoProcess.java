// SPDX-License-Identifier: Apache-2.0
package io.photon.testing;

import io.photon.rabbit.FreePort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A server that speaks as MongoDB does, in a JVM of its own and with a file of its own: {@code tools/mongo-server}, with the
 * jars that the build puts below {@code target/mongo/lib}. It can be killed and started again with all that it had answered.
 * Ends with this process at the latest. It knows no users.
 */
public final class MongoProcess implements AutoCloseable {

    private static final int LIMIT_SECONDS = 120;

    /** As it is: it does not say how it keeps data. */
    public static final List<String> AS_IT_IS = List.of();

    /** It says that it is one server with a journal. */
    public static final List<String> WITH_A_JOURNAL = List.of("journal");

    /** It says that it is the primary of three with a journal, of which the others are away. */
    public static final List<String> OF_A_SET = List.of("journal", "set");

    private final Path folder;
    private final int port = FreePort.next();
    private List<String> says;
    private Process process;

    private MongoProcess(Path folder, List<String> says) {
        this.folder = folder.toAbsolutePath();
        this.says = says;
        Runtime.getRuntime().addShutdownHook(new Thread(this::kill, "stop-mongo"));
    }

    /** Skips the test when the jars are not there; in CI it fails. */
    public static void required() {
        Requirement.met(
                Files.isDirectory(jars()),
                "the jars of mongo-java-server are not in " + jars() + "; bin/test gets them there");
    }

    private static Path root() {
        return Path.of(System.getProperty("photon.root", ".")).toAbsolutePath();
    }

    private static Path jars() {
        return root().resolve("target/mongo/lib");
    }

    /** @param says what it says of itself, as {@link #WITH_A_JOURNAL} */
    public static MongoProcess start(Path folder, List<String> says) throws IOException {
        MongoProcess server = new MongoProcess(folder, says);
        server.start();
        return server;
    }

    /** Starts it again, and waits until it listens. @param other what it says of itself from now on */
    public void start(List<String> other) throws IOException {
        says = other;
        start();
    }

    /** Starts it again, and waits until it listens. */
    public void start() throws IOException {
        Files.createDirectories(folder);
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                Compiled.FOLDER + java.io.File.pathSeparator + jars() + "/*",
                "JavaMongo",
                String.valueOf(port),
                folder.resolve("data.mv").toString()));
        command.addAll(says);
        process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
                .start();
        ServerProcesses.awaitReady(
                process, "the server of the tests", LIMIT_SECONDS, this::listens, () -> ServerProcesses.text(log()));
    }

    /** The server's class: it is started often, and to run it as a source compiles it at each start. */
    private static final class Compiled {
        static final Path FOLDER = make();

        private static Path make() {
            Path source = root().resolve("tools/mongo-server/JavaMongo.java");
            try (Stream<Path> found = Files.list(jars())) {
                Path classes = Files.createTempDirectory("photon-mongo-server");
                Runtime.getRuntime().addShutdownHook(new Thread(() -> remove(classes), "remove-mongo-server"));
                BuiltJar.compile(List.of(source), found.toList(), classes);
                return classes;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static void remove(Path folder) {
            try (Stream<Path> found = Files.walk(folder)) {
                for (Path each : found.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(each);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private boolean listens() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address(), port), 1_000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private Path log() {
        return folder.resolve("out.log");
    }

    public String address() {
        return "127.0.0.1";
    }

    public int port() {
        return port;
    }

    /** For {@code mongodb.host}. */
    public String host() {
        return address() + ":" + port;
    }

    /** Ends it as a fault of its process would. */
    public void kill() {
        if (process != null) {
            process.destroyForcibly();
            ServerProcesses.awaitEnd(process, "the server of the tests", LIMIT_SECONDS);
        }
    }

    /** Stops it for a moment, or lets it go on. @param signal {@code STOP} or {@code CONT} */
    public void signal(String signal) throws IOException {
        ServerProcesses.signal(process, signal, LIMIT_SECONDS);
    }

    @Override
    public void close() {
        kill(); // nothing that it would do at its end is needed
    }
}
