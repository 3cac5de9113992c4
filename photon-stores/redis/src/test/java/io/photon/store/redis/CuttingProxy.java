// SPDX-License-Identifier: Apache-2.0
package io.photon.store.redis;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;

/** Stands between a store and its server, and cuts the connection on which the next script is sent. */
final class CuttingProxy implements AutoCloseable {

    /** When to cut. */
    enum Cut {
        /** The server never sees the request. */
        BEFORE_THE_REQUEST,
        /** The server does what it is asked, and its answer is lost. */
        BEFORE_THE_ANSWER,
        /** Never: the server does what it is asked, and no one understands its answer. */
        INSTEAD_OF_THE_ANSWER
    }

    private static final byte[] EMPTY_LIST = {'*', '0', '\r', '\n'};

    private final int serverPort;
    private final ServerSocket door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Closeable> open = new CopyOnWriteArrayList<>();
    private final AtomicReference<Cut> next = new AtomicReference<>();

    CuttingProxy(int serverPort) throws IOException {
        this.serverPort = serverPort;
        threads.execute(this::accept);
    }

    String url() {
        return "redis://127.0.0.1:" + door.getLocalPort();
    }

    /** Cuts once. */
    void cut(Cut when) {
        next.set(when);
    }

    private void accept() {
        try {
            while (true) {
                Socket client = door.accept();
                Socket server = new Socket("127.0.0.1", serverPort);
                open.addAll(List.of(client, server));
                AtomicReference<Cut> cut = new AtomicReference<>();
                threads.execute(() -> pump(client, server, true, cut));
                threads.execute(() -> pump(server, client, false, cut));
            }
        } catch (IOException e) {
            // It was closed.
        }
    }

    private void pump(Socket from, Socket to, boolean isRequest, AtomicReference<Cut> cut) {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] bytes = new byte[1 << 16];
            for (int read = in.read(bytes); read >= 0; read = in.read(bytes)) {
                boolean isScript =
                        isRequest && new String(bytes, 0, read, StandardCharsets.ISO_8859_1).contains("EVALSHA");
                if (isScript) {
                    cut.set(next.getAndSet(null));
                }
                if (cut.get() == Cut.BEFORE_THE_REQUEST || !isRequest && cut.get() == Cut.BEFORE_THE_ANSWER) {
                    return;
                }
                if (!isRequest && cut.compareAndSet(Cut.INSTEAD_OF_THE_ANSWER, null)) {
                    out.write(EMPTY_LIST);
                } else {
                    out.write(bytes, 0, read);
                }
            }
        } catch (IOException e) {
            // One of both has ended; the other is told by the closing.
        }
    }

    @Override
    public void close() throws IOException {
        door.close();
        for (Closeable each : open) {
            each.close();
        }
        threads.shutdownNow();
    }
}
