// SPDX-License-Identifier: Apache-2.0
package io.photon.testing;

import io.photon.rabbit.FreePort;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A Cassandra node of our own in a JVM of its own, with a folder of its own, from the jars that the build puts below
 * {@code target/cassandra/lib}. It can be killed and started again with what it had on its disk. Ends with this process at
 * the latest. Its superuser is {@code cassandra} with the password {@code cassandra}.
 */
public final class CassandraProcess implements AutoCloseable {

    private static final int LIMIT_SECONDS = 120;

    /** What Cassandra 5 needs of Java 17, and what makes one small node start in seconds. */
    private static final List<String> FLAGS = List.of(
            "-Xms512m",
            "-Xmx512m",
            "-Xss512k",
            "-XX:+UseSerialGC",
            "-XX:-UsePerfData",
            "-XX:MaxDirectMemorySize=256m",
            "-XX:TieredStopAtLevel=1",
            "-Xshare:auto",
            "-Djdk.attach.allowAttachSelf=true",
            "-Djava.awt.headless=true",
            "-Dio.netty.tryReflectionSetAccessible=true",
            "-Dcassandra.skip_wait_for_gossip_to_settle=0",
            "-Dcassandra.ring_delay_ms=1000",
            "-Dcassandra.superuser_setup_delay_ms=0",
            "-Dcassandra.auth_bcrypt_gensalt_log2_rounds=4",
            // what Cassandra finds for Java with compressed pointers, and takes a third of its start to measure
            "-Dcassandra.memtable.row_overhead_size=180",
            "-Dcassandra-foreground=yes");

    private static final List<String> EXPORTS = List.of(
            "java.base/jdk.internal.misc",
            "java.management.rmi/com.sun.jmx.remote.internal.rmi",
            "java.rmi/sun.rmi.registry",
            "java.rmi/sun.rmi.server",
            "java.sql/java.sql",
            "java.base/java.lang.ref",
            "jdk.unsupported/sun.misc",
            "jdk.compiler/com.sun.tools.javac.file",
            "jdk.attach/sun.tools.attach");

    private static final List<String> OPENS = List.of(
            "java.base/java.lang.module",
            "java.base/jdk.internal.loader",
            "java.base/jdk.internal.ref",
            "java.base/jdk.internal.reflect",
            "java.base/jdk.internal.math",
            "java.base/jdk.internal.module",
            "java.base/jdk.internal.util.jar",
            "jdk.management/com.sun.management.internal",
            "java.base/sun.nio.ch",
            "java.base/java.io",
            "java.base/java.lang.reflect",
            "jdk.compiler/com.sun.tools.javac",
            "java.base/java.lang",
            "java.base/java.util");

    /** Each write is forced to the disk before it is answered. */
    public static final Map<String, String> DURABLE = Map.of("commitlog_sync", "batch");

    /** As Cassandra comes: the commit log is forced every ten seconds. */
    public static final Map<String, String> AS_IT_COMES =
            Map.of("commitlog_sync", "periodic", "commitlog_sync_period", "10s");

    private final Path folder;
    private final String address;
    private final int port;
    private final int storagePort;
    private final String seeds;
    private final Map<String, String> options;
    private Process process;
    private SharedClasses classes;

    private CassandraProcess(
            Path folder, String address, int port, int storagePort, String seeds, Map<String, String> options) {
        this.folder = folder.toAbsolutePath();
        this.address = address;
        this.port = port;
        this.storagePort = storagePort;
        this.seeds = seeds;
        this.options = options;
        Runtime.getRuntime().addShutdownHook(new Thread(this::kill, "stop-cassandra"));
    }

    /** Skips the test when the jars are not there; in CI it fails. */
    public static void required() {
        Requirement.met(
                Files.isDirectory(jars()), "the jars of Cassandra are not in " + jars() + "; bin/test gets them there");
    }

    private static Path jars() {
        return Path.of(System.getProperty("photon.root", ".")).toAbsolutePath().resolve("target/cassandra/lib");
    }

    /** One node alone. @param options of {@code cassandra.yaml}, such as {@link #DURABLE} */
    public static CassandraProcess start(Path folder, Map<String, String> options) throws IOException {
        CassandraProcess node =
                new CassandraProcess(folder, "127.0.0.1", FreePort.next(), FreePort.next(), "127.0.0.1", options);
        node.start();
        return node;
    }

    /**
     * Three nodes at 127.0.0.1 to 127.0.0.3, which are one cluster. All may connect: the table of users has one copy until its
     * owner has changed that.
     */
    public static List<CassandraProcess> startThree(Path folder, Map<String, String> options) throws IOException {
        return startThree(folder, options, "127.0.0.");
    }

    /**
     * The same where clients are told other addresses, at which a test puts proxies.
     *
     * @param told the addresses that clients are told, without the number of the node at the end
     */
    public static List<CassandraProcess> startThree(Path folder, Map<String, String> options, String told)
            throws IOException {
        int port = FreePort.next();
        int storagePort = FreePort.next();
        List<String> tokens = List.of("-9223372036854775808", "-3074457345618258603", "3074457345618258602");
        List<CassandraProcess> nodes = new ArrayList<>();
        for (int i = 0; i < tokens.size(); i++) {
            Map<String, String> all = new HashMap<>(options);
            all.put("authenticator", "AllowAllAuthenticator");
            all.put("authorizer", "AllowAllAuthorizer");
            all.put("broadcast_rpc_address", told + (i + 1));
            all.put("initial_token", "\"" + tokens.get(i) + "\"");
            CassandraProcess node = new CassandraProcess(
                    folder.resolve("node-" + (i + 1)),
                    "127.0.0." + (i + 1),
                    port,
                    storagePort,
                    "127.0.0.1,127.0.0.2,127.0.0.3",
                    all);
            nodes.add(node);
            node.launch();
        }
        for (CassandraProcess node : nodes) {
            node.awaitListening();
        }
        return nodes;
    }

    /** Starts it again, and waits until it listens. */
    public void start() throws IOException {
        launch();
        awaitListening();
    }

    private void awaitListening() throws IOException {
        boolean started = false;
        try {
            ServerProcesses.awaitReady(
                    process, "Cassandra", LIMIT_SECONDS, this::listens, () -> tail(folder.resolve("out.log")));
            started = true;
        } finally {
            classes.started(started);
        }
    }

    private static String tail(Path log) {
        String text = ServerProcesses.text(log);
        return text.substring(Math.max(0, text.length() - 4_000));
    }

    private boolean listens() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, port), 1_000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Starts it again, and does not wait until it listens. */
    public void launch() throws IOException {
        Files.createDirectories(folder);
        Path settings = folder.resolve("cassandra.yaml");
        Files.writeString(settings, yaml());
        Path logging = folder.resolve("logback.xml");
        Files.writeString(
                logging,
                "<configuration><appender name=\"O\" class=\"ch.qos.logback.core.ConsoleAppender\"><encoder><pattern>"
                        + "%-5level %date{HH:mm:ss.SSS} %logger{20} - %msg%n</pattern></encoder></appender>"
                        + "<root level=\"INFO\"><appender-ref ref=\"O\"/></root></configuration>\n");
        if (classes != null) {
            classes.started(false); // the start before was not waited for
        }
        classes = new SharedClasses(libraries(), folder);
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin/java").toString());
        command.addAll(FLAGS);
        command.addAll(classes.options());
        EXPORTS.forEach(each -> command.add("--add-exports=" + each + "=ALL-UNNAMED"));
        OPENS.forEach(each -> command.add("--add-opens=" + each + "=ALL-UNNAMED"));
        command.addAll(List.of(
                "-javaagent:" + agent(),
                "-Dcassandra.config=" + settings.toUri(),
                "-Dcassandra.storagedir=" + folder,
                "-Dcassandra.logdir=" + folder,
                "-Dlogback.configurationFile=" + logging.toUri(),
                "-cp",
                classes.classPath(),
                "org.apache.cassandra.service.CassandraDaemon"));
        process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolve("out.log").toFile()))
                .start();
    }

    /** In the same order at each start. */
    private static List<Path> libraries() throws IOException {
        try (Stream<Path> found = Files.list(jars())) {
            return found.sorted().toList();
        }
    }

    private static Path agent() throws IOException {
        return libraries().stream()
                .filter(each -> each.getFileName().toString().startsWith("jamm-"))
                .findFirst()
                .orElseThrow(() -> new IOException("no jamm-*.jar in " + jars()));
    }

    private String yaml() {
        StringBuilder yaml = new StringBuilder();
        List<String> lines = List.of(
                "cluster_name: test",
                "num_tokens: 1",
                "partitioner: org.apache.cassandra.dht.Murmur3Partitioner",
                "listen_address: " + address,
                "rpc_address: " + address,
                "native_transport_port: " + port,
                "storage_port: " + storagePort,
                "endpoint_snitch: SimpleSnitch",
                "seed_provider:",
                "  - class_name: org.apache.cassandra.locator.SimpleSeedProvider",
                "    parameters:",
                "      - seeds: \"" + seeds + "\"",
                "data_file_directories: [" + folder.resolve("data") + "]",
                "commitlog_directory: " + folder.resolve("commitlog"),
                "saved_caches_directory: " + folder.resolve("caches"),
                "hints_directory: " + folder.resolve("hints"),
                "commitlog_segment_size: 16MiB",
                "commitlog_total_space: 256MiB",
                "memtable_allocation_type: heap_buffers",
                "file_cache_size: 32MiB",
                "networking_cache_size: 32MiB",
                "key_cache_size: 8MiB",
                "concurrent_compactors: 1",
                "concurrent_reads: 8",
                "concurrent_writes: 8",
                "authenticator: PasswordAuthenticator",
                "authorizer: CassandraAuthorizer",
                "auto_snapshot: false");
        lines.stream()
                .filter(line -> !options.containsKey(line.replaceFirst(":.*", "")))
                .forEach(line -> yaml.append(line).append('\n'));
        options.forEach(
                (key, value) -> yaml.append(key).append(": ").append(value).append('\n'));
        return yaml.toString();
    }

    public String address() {
        return address;
    }

    public int port() {
        return port;
    }

    public long pid() {
        return process.pid();
    }

    /** Ends it as a fault of its process would: nothing is told or written any more. */
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
        kill(); // nothing that it would do at its end is needed
    }

    private void awaitEnd() {
        ServerProcesses.awaitEnd(process, "Cassandra", LIMIT_SECONDS);
    }
}
