// SPDX-License-Identifier: Apache-2.0
package io.photon.daemon;

import io.photon.result.Failure;
import io.photon.result.Result;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The embedded broker's jar beside our own, loaded only when it is asked for and by a class loader of its own, so that
 * its libraries and ours never meet (docs/adr/0013).
 */
final class BrokerJar {

    static final String NAME = "photon-broker.jar";
    /** So that it speaks where we speak. */
    private static final List<String> LOGGING = List.of("org.slf4j.");

    private static final String STARTER = "io.photon.broker.EmbeddedBroker";

    private final Path jar;

    private BrokerJar(Path jar) {
        this.jar = jar;
    }

    /** Finds it, and sees that the port is free; the failure says what to do. */
    static Result<BrokerJar> find(int port) {
        Path jar = SiblingJar.folder().resolve(NAME);
        if (!Files.isRegularFile(jar)) {
            return Result.err(
                    Failure.Kind.NOT_FOUND,
                    "muon.url embedded needs " + NAME + " next to the program, and there is no " + jar,
                    "mvn package builds both; or run RabbitMQ and name it with muon.url");
        }
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port));
        } catch (IOException e) {
            return Result.err(
                    Failure.Kind.CONFLICT,
                    "the embedded broker cannot listen on 127.0.0.1:" + port + ": " + e.getMessage(),
                    "name a free port with -muon.port, or if a broker runs there: -muon.url amqp://127.0.0.1:" + port);
        }
        return Result.ok(new BrokerJar(jar));
    }

    /**
     * Starts the broker and waits until it takes connections.
     *
     * @return stops it
     * @throws IllegalStateException when it does not start
     */
    AutoCloseable start(int port) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try {
            ClassLoader loader = SiblingJar.load(jar, LOGGING);
            thread.setContextClassLoader(loader); // Broker-J looks for its parts there
            return (AutoCloseable)
                    loader.loadClass(STARTER).getMethod("start", int.class).invoke(null, port);
        } catch (InvocationTargetException e) {
            Throwable cause = e.getTargetException();
            throw new IllegalStateException(cause.getMessage(), cause);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(jar + " is not the embedded broker of this version", e);
        } finally {
            thread.setContextClassLoader(before);
        }
    }
}
