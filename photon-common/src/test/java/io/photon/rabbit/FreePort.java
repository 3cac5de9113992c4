// SPDX-License-Identifier: Apache-2.0
package io.photon.rabbit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Ports for servers that cannot be told to take any: nobody listens there, and no connection that somebody makes comes
 * from there. A port of the range that the system gives to connections could be one's end before the server has it.
 */
public final class FreePort {

    /** Above what services use, below what Linux gives to connections (32768 to 60999). */
    private static final int FIRST = 20_000;

    private static final int COUNT = 12_000;
    private static final int TRIES = 200;

    /** Each process begins somewhere else and gives none twice, for its taker may not listen yet. */
    private static final AtomicInteger NEXT =
            new AtomicInteger(ThreadLocalRandom.current().nextInt(COUNT));

    private FreePort() {}

    /** One on loopback that was free just now, and another at each call. */
    public static int next() {
        IOException last = null;
        for (int i = 0; i < TRIES; i++) {
            int port = FIRST + Math.floorMod(NEXT.getAndIncrement(), COUNT);
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (IOException e) {
                last = e; // taken, most likely
            }
        }
        throw new UncheckedIOException("none of " + TRIES + " ports is free", last);
    }
}
