// SPDX-License-Identifier: Apache-2.0
package io.photon.client.http;

import io.photon.client.ClientSettings;
import io.photon.client.DaemonAddress;
import io.photon.result.Failure;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;

/** One socket to a daemon, kept for the next request. Closing it, from any thread, ends whatever waits on it. */
final class Connection implements AutoCloseable {

    /** Idle for less than this it is not looked at: that may take a millisecond. */
    static final long TRUSTED_NANOS = 500_000_000;

    private final Socket socket;
    private final SocketInput in;
    private final OutputStream out;
    private volatile boolean open = true;
    private long lastUsedNanos = System.nanoTime();

    private Connection(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new SocketInput(socket);
        this.out = socket.getOutputStream();
    }

    static Connection open(ClientSettings settings, Deadline deadline) throws IOException {
        DaemonAddress to = settings.endpoint();
        Socket socket = new Socket(java.net.Proxy.NO_PROXY);
        try {
            socket.setTcpNoDelay(true);
            socket.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
            InetSocketAddress address = new InetSocketAddress(to.host(), to.port());
            if (address.isUnresolved()) {
                throw new HttpFailure(
                        Failure.Kind.UNREACHABLE, "no machine named '" + to.host() + "'", "check --url and PHOTON_URL");
            }
            int patience = (int) Math.min(settings.connectTimeoutMs(), deadline.leftMs());
            socket.connect(address, patience);
            if (to.secure()) {
                socket.setSoTimeout(patience);
                socket = TlsSocket.wrap(socket, settings);
            }
            return new Connection(socket);
        } catch (IOException e) {
            socket.close();
            if (e instanceof HttpFailure) {
                throw e;
            }
            String why = e instanceof SocketTimeoutException
                    ? "no connection in " + deadline.waitedMs() + " ms"
                    : "cannot connect: " + e.getMessage();
            throw new HttpFailure(
                    Failure.of(
                            Failure.Kind.UNREACHABLE,
                            to + ": " + why,
                            "start a daemon with: photon serve; or name another with --url or PHOTON_URL"),
                    e);
        }
    }

    SocketInput in() {
        return in;
    }

    OutputStream out() {
        return out;
    }

    /** A request is over. */
    void used() {
        lastUsedNanos = System.nanoTime();
    }

    /** Whether another request may go over it: a daemon ends connections that were idle for long, or when it stops. */
    boolean isUsable() {
        return open && (System.nanoTime() - lastUsedNanos < TRUSTED_NANOS || !in.isSpent());
    }

    @Override
    public void close() {
        open = false;
        try {
            socket.close();
        } catch (IOException e) {
            open = false; // no one is left to be told: the request's own outcome is already known
        }
    }
}
