// SPDX-License-Identifier: Apache-2.0
package io.photon.store.testkit;

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
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** Stands between a store and its server, and cuts connections, or holds them, on which an event of the stream {@code mark} is sent. */
public final class HoldingProxy implements AutoCloseable {

    /** What to do with a marked request. */
    public enum Fault {
        NONE,
        /** The server never sees it; once. */
        CUT_BEFORE_THE_REQUEST,
        /** The server does what it is asked, and its answer is lost; once. */
        CUT_BEFORE_THE_ANSWER,
        /** The server sees it when all are released, however long the sender is gone. */
        HOLD
    }

    private static final String MARK = "mark";

    private final String host;
    private final int serverPort;
    private final ServerSocket door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Closeable> open = new CopyOnWriteArrayList<>();
    private final AtomicReference<Fault> fault = new AtomicReference<>(Fault.NONE);
    private final AtomicInteger cuts = new AtomicInteger();
    private final CountDownLatch released = new CountDownLatch(1);
    private final CountDownLatch holding = new CountDownLatch(1);

    /** @param serverPort of the server that it stands before */
    public HoldingProxy(String host, int serverPort) throws IOException {
        this.host = host;
        this.serverPort = serverPort;
        threads.execute(this::accept);
    }

    /** Where the store is to connect. */
    public int port() {
        return door.getLocalPort();
    }

    /** What to do from now on. */
    public void set(Fault next) {
        fault.set(next);
    }

    /** How many connections it has cut because of a marked request. */
    public int cuts() {
        return cuts.get();
    }

    /** Waits until a request is held. */
    public void awaitHeld() throws InterruptedException {
        holding.await();
    }

    /** Lets all go that was held. */
    public void release() {
        fault.set(Fault.NONE);
        released.countDown();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = door.accept();
                Socket server = new Socket(host, serverPort);
                open.addAll(List.of(client, server));
                AtomicReference<Fault> here = new AtomicReference<>(Fault.NONE);
                threads.execute(() -> pump(client, server, true, here));
                threads.execute(() -> pump(server, client, false, here));
            }
        } catch (IOException e) {
            // It was closed.
        }
    }

    private void pump(Socket from, Socket to, boolean isRequest, AtomicReference<Fault> here) {
        boolean isHeld = false;
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] bytes = new byte[1 << 16];
            for (int read = in.read(bytes); read >= 0; read = in.read(bytes)) {
                if (isRequest && new String(bytes, 0, read, StandardCharsets.ISO_8859_1).contains(MARK)) {
                    Fault now = fault.get();
                    here.set(now);
                    if (now == Fault.HOLD) {
                        isHeld = true;
                        holding.countDown();
                        released.await();
                    } else if (now != Fault.NONE) {
                        fault.set(Fault.NONE);
                    }
                }
                if (here.get() == Fault.CUT_BEFORE_THE_REQUEST
                        || !isRequest && here.get() == Fault.CUT_BEFORE_THE_ANSWER) {
                    cuts.incrementAndGet();
                    break;
                }
                out.write(bytes, 0, read);
            }
        } catch (IOException e) {
            // One of both has ended; the other is told by the closing.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            close(from);
            if (!isHeld) {
                close(to); // else the server is still to see what was sent
            }
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // It is closed in any case.
        }
    }

    @Override
    public void close() throws IOException {
        released.countDown();
        door.close();
        for (Closeable each : open) {
            each.close();
        }
        threads.shutdownNow();
    }
}
