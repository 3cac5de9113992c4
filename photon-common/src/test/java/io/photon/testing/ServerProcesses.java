// SPDX-License-Identifier: Apache-2.0
package io.photon.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** What tests do to the servers that they start. */
public final class ServerProcesses {

    private ServerProcesses() {}

    /**
     * Waits until a server that was just started is ready: it says nothing when it is. It is ended when it does not get so far.
     *
     * @param name for the message
     * @param said what it has printed
     */
    public static void awaitReady(
            Process server, String name, int limitSeconds, Eventually.Condition ready, Supplier<String> said)
            throws IOException {
        boolean[] isReady = {false};
        Eventually.happens(limitSeconds, () -> !server.isAlive() || (isReady[0] = ready.holds()));
        if (!isReady[0]) {
            server.destroyForcibly();
            throw new IOException(name + " did not start: " + said.get());
        }
    }

    /** What a server has printed. */
    static String text(Path log) {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends a signal, and waits until a server that is to stop has done so. @param signal such as {@code STOP} or {@code CONT} */
    static void signal(Process server, String signal, int limitSeconds) throws IOException {
        Process sent = new ProcessBuilder("kill", "-" + signal, String.valueOf(server.pid())).start();
        try {
            sent.waitFor(limitSeconds, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (signal.equals("STOP")) { // the system does it once it finds time for it
            Eventually.within(
                    limitSeconds,
                    () -> !server.isAlive() || isStopped(server),
                    () -> "process " + server.pid() + " does not stand still");
        }
    }

    /** Whether each thread stands still: on a busy machine some run on after the signal was sent. */
    private static boolean isStopped(Process server) {
        Path threads = Path.of("/proc", String.valueOf(server.pid()), "task");
        if (!Files.isDirectory(threads)) {
            return true; // this system does not say it
        }
        try (Stream<Path> found = Files.list(threads)) {
            for (Path thread : found.toList()) {
                String stat = Files.readString(thread.resolve("stat"));
                if (stat.charAt(stat.lastIndexOf(')') + 2) != 'T') {
                    return false;
                }
            }
            return true;
        } catch (IOException e) {
            return false; // one ended just now
        }
    }

    /** Waits until it has ended. @param name for the message when it does not */
    static void awaitEnd(Process server, String name, long limitSeconds) {
        try {
            if (!server.waitFor(limitSeconds, TimeUnit.SECONDS)) {
                throw new UncheckedIOException(new IOException(name + " does not end"));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
