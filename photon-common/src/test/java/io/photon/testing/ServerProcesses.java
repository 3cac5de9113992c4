// SPDX-License-Identifier: Apache-2.0
package io.photon.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.TimeUnit;

/** What tests do to the servers that they start. */
final class ServerProcesses {

    private ServerProcesses() {}

    /** Sends a signal. @param signal such as {@code STOP} or {@code CONT} */
    static void signal(Process server, String signal, long limitSeconds) throws IOException {
        Process sent = new ProcessBuilder("kill", "-" + signal, String.valueOf(server.pid())).start();
        try {
            sent.waitFor(limitSeconds, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
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
