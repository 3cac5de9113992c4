// SPDX-License-Identifier: Apache-2.0
package io.photon.system;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Stands between a client and a daemon and passes everything on, until it is told to cut: then the next connections end
 * with a reset after so many bytes of the answer, while the request has gone through; or any connection anywhere.
 */
final class CuttingProxy implements AutoCloseable {

    /** Bytes of a request that is more than a sign of life. */
    private static final int LONGER = 200;

    private final ServerSocket server;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger cutsLeft = new AtomicInteger();
    private final AtomicInteger cutsMade = new AtomicInteger();
    private final AtomicLong answeredBytes = new AtomicLong();
    private final AtomicInteger requestCutsLeft = new AtomicInteger();
    private volatile int answerBytes;
    private volatile URI daemon;
    private volatile Random anywhere;

    CuttingProxy(URI daemon) throws IOException {
        this(daemon, InetAddress.getLoopbackAddress(), 0);
    }

    /** @param port of the address at which it is found; 0 for any */
    CuttingProxy(URI daemon, InetAddress address, int port) throws IOException {
        this.daemon = daemon;
        this.server = new ServerSocket(port, 50, address);
        background("proxy", this::accept);
    }

    /** Where clients find it. */
    URI url() {
        return URI.create("http://127.0.0.1:" + server.getLocalPort());
    }

    /** From now on to another daemon. */
    void passTo(URI other) {
        daemon = other;
    }

    /** Cuts the next connections that get an answer. @param afterBytes of it; 0 for before the first */
    void cut(int connections, int afterBytes) {
        answerBytes = afterBytes;
        cutsLeft.set(connections);
    }

    /** Cuts the next connections on which a longer request is sent, after it was sent and before an answer. */
    void cutAfterRequests(int connections) {
        requestCutsLeft.set(connections);
    }

    /** From now on most connections end somewhere, in a request or in an answer. @param random null for none of them */
    void cutAnywhere(Random random) {
        anywhere = random;
    }

    /** Ends all connections that there are, wherever they stand. */
    void cutNow() {
        open.forEach(this::close);
    }

    /** Bytes of answers that were passed on. */
    long answeredBytes() {
        return answeredBytes.get();
    }

    int cutsMade() {
        return cutsMade.get();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                open.add(client);
                Socket inner = connectOrNull();
                if (inner == null) {
                    close(client); // as the daemon itself would
                    continue;
                }
                open.add(inner);
                Random random = anywhere;
                if (random == null) {
                    background("proxy request", () -> copy(client, inner));
                    background("proxy answer", () -> answer(inner, client));
                } else {
                    boolean inAnswer = random.nextBoolean();
                    int bytes = random.nextInt(1 << 5 + random.nextInt(12));
                    background("proxy request", () -> copyUpTo(inAnswer ? Integer.MAX_VALUE : bytes, client, inner));
                    background("proxy answer", () -> copyUpTo(inAnswer ? bytes : Integer.MAX_VALUE, inner, client));
                }
            } catch (IOException e) {
                if (!server.isClosed()) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    /** Null while the daemon is not there. */
    private Socket connectOrNull() {
        try {
            return new Socket(daemon.getHost(), daemon.getPort());
        } catch (IOException e) {
            return null;
        }
    }

    private void copy(Socket from, Socket to) {
        byte[] buffer = new byte[8_192];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                out.write(buffer, 0, n);
                if (n >= LONGER && requestCutsLeft.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                    cutsMade.incrementAndGet();
                    close(to, from);
                    return;
                }
            }
            to.shutdownOutput();
        } catch (IOException e) {
            close(from, to); // one side has gone, so the other goes too
        }
    }

    /** Passes on so many bytes, then ends the connection on both sides. */
    private void copyUpTo(int bytes, Socket from, Socket to) {
        byte[] buffer = new byte[8_192];
        int left = bytes;
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int n = in.read(buffer); n >= 0 && left > 0; n = in.read(buffer)) {
                out.write(buffer, 0, Math.min(n, left));
                left -= Math.min(n, left);
                if (left == 0) {
                    cutsMade.incrementAndGet();
                    break;
                }
            }
        } catch (IOException e) {
            left = 0; // one side has gone, so the other goes too
        }
        close(from, to);
    }

    private void answer(Socket from, Socket to) {
        byte[] buffer = new byte[8_192];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            int n = in.read(buffer);
            boolean cutting = n > 0 && cutsLeft.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
            int left = cutting ? answerBytes : Integer.MAX_VALUE;
            while (n >= 0 && (!cutting || left > 0)) {
                out.write(buffer, 0, Math.min(n, left));
                answeredBytes.addAndGet(Math.min(n, left));
                left -= cutting ? Math.min(n, left) : 0;
                n = in.read(buffer);
            }
            if (cutting) {
                cutsMade.incrementAndGet();
                if (answerBytes == 0) {
                    to.setSoLinger(true, 0);
                }
            }
            close(from, to);
        } catch (IOException e) {
            close(from, to);
        }
    }

    private void close(Socket... sockets) {
        for (Socket socket : sockets) {
            try {
                socket.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            open.remove(socket);
        }
    }

    private static void background(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        open.forEach(this::close);
    }
}
