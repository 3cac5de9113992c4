// SPDX-License-Identifier: Apache-2.0
package io.photon.broker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.qpid.server.SystemLauncher;
import org.apache.qpid.server.SystemLauncherListener;
import org.apache.qpid.server.model.SystemConfig;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running broker. Closing it ends all its connections; messages not yet read are gone. Thread-safe. */
public final class EmbeddedBroker implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedBroker.class);

    private final SystemLauncher launcher;
    private final Path folder;
    /** The process may end while the broker starts, and is then not waited for. The folder is empty: its store is in memory. */
    private final Thread removal = new Thread(this::removeFolder, "photon-broker-folder");

    private volatile @Nullable Delivery delivery;

    private EmbeddedBroker(SystemLauncher launcher, Path folder) {
        this.launcher = launcher;
        this.folder = folder;
    }

    /**
     * Starts one on 127.0.0.1 and returns when it takes connections.
     *
     * @param port 1 to 65535, free
     * @throws IOException when it does not start, above all because the port is taken
     */
    public static EmbeddedBroker start(int port) throws IOException {
        Path folder = Files.createTempDirectory("photon-broker");
        Map<String, Object> context = new HashMap<>();
        context.put("qpid.amqp_port", Integer.toString(port));
        context.put("qpid.work_dir", folder.toString());
        // A port that is taken must be a failure of the start, not a line in a log.
        context.put("broker.failStartupWithErroredChild", "true");
        Map<String, Object> attributes = new HashMap<>();
        attributes.put(SystemConfig.TYPE, "Memory");
        attributes.put(SystemConfig.INITIAL_CONFIGURATION_LOCATION, resource("broker.json"));
        // Its own default has a URL of a protocol that a class loader of our own cannot know.
        attributes.put(SystemConfig.INITIAL_SYSTEM_PROPERTIES_LOCATION, resource("system.properties"));
        attributes.put(SystemConfig.STARTUP_LOGGED_TO_SYSTEM_OUT, false);
        attributes.put(SystemConfig.CONTEXT, context);
        Resolved resolved = new Resolved();
        SystemLauncher launcher = new SystemLauncher(resolved);
        EmbeddedBroker broker = new EmbeddedBroker(launcher, folder);
        try {
            Runtime.getRuntime().addShutdownHook(broker.removal);
            launcher.startup(attributes);
            SystemConfig<?> system = Objects.requireNonNull(resolved.config);
            removeShutdownHook(system.getContainer());
            broker.delivery = new Delivery(system.getContainer());
            return broker;
        } catch (VirtualMachineError | LinkageError e) {
            broker.close();
            throw e;
        } catch (Exception e) {
            broker.close();
            throw new IOException("the embedded broker does not start on port " + port + ": " + e.getMessage(), e);
        }
    }

    /** The URL of a file of this jar. */
    private static String resource(String name) {
        URL place = EmbeddedBroker.class.getResource(name);
        return Objects.requireNonNull(place, name).toExternalForm();
    }

    /** Learns what the launcher keeps to itself. */
    private static final class Resolved extends SystemLauncherListener.DefaultSystemLauncherListener {
        private volatile @Nullable SystemConfig<?> config;

        @Override
        public void onContainerResolve(SystemConfig<?> systemConfig) {
            config = systemConfig;
        }
    }

    /**
     * Its own hook would end the broker as soon as the process is told to stop, while the daemon still gives its last answers
     * and says goodbye over it. Its starter closes it. There is no setting for that.
     */
    private static void removeShutdownHook(Object broker) throws ReflectiveOperationException {
        for (Class<?> type = broker.getClass(); type != null; type = type.getSuperclass()) {
            for (Field field : type.getDeclaredFields()) {
                if (field.getName().equals("_shutdownHook")) {
                    field.setAccessible(true);
                    Runtime.getRuntime().removeShutdownHook((Thread) field.get(broker));
                    return;
                }
            }
        }
        throw new NoSuchFieldException("the broker has no shutdown hook any more");
    }

    /**
     * Ends it. Messages that the broker holds for a client that reads are delivered first, for a second at most: the last of
     * them say goodbye.
     */
    @Override
    public void close() {
        Delivery last = delivery;
        try {
            if (last != null) {
                last.await();
            }
            launcher.shutdown();
        } finally {
            removeFolder();
            keepNoHook();
        }
    }

    /** A process that starts a broker again and again keeps none of those that are closed. */
    private void keepNoHook() {
        try {
            Runtime.getRuntime().removeShutdownHook(removal);
        } catch (IllegalStateException e) {
            LOG.debug("the process ends, which runs the hook", e);
        }
    }

    private void removeFolder() {
        try (Stream<Path> files = Files.exists(folder) ? Files.walk(folder) : Stream.<Path>empty()) {
            List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : deepestFirst) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the embedded broker's folder stays", e);
        }
    }
}
