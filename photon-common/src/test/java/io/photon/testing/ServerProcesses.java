// SPDX-License-Identifier: Apache-2.0
package io.photon.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** What tests do to the servers that they start. */
final class ServerProcesses {

    private ServerProcesses() {}

    /** Sends a signal, and waits until a server that is to stop has done so. @param signal such as {@code STOP} or {@code CONT} */
    static void signal(Process server, String signal, long limitSeconds) throws IOException {
        Process sent = new ProcessBuilder("kill", "-" + signal, String.valueOf(server.pid())).start();
        try {
            sent.waitFor(limitSeconds, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(limitSeconds);
        while (signal.equals("STOP") && server.isAlive() && !isStopped(server) && System.nanoTime() < deadline) {
            LockSupport.parkNanos(1_000_000); // polls what the system does once it finds time for it
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
