// SPDX-License-Identifier: Apache-2.0
package io.photon.system;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Sends one request on a socket of its own, takes as much of the answer as it likes, and leaves without a word. */
final class LeavingClient implements AutoCloseable {

    private static final int PATIENCE_MS = 30_000;

    /** So small that the daemon has not yet sent a long answer when its client leaves. */
    private static final int RECEIVED_BYTES = 8 * 1024;

    private final Socket socket = new Socket();
    private final byte[] buffer = new byte[RECEIVED_BYTES];

    private LeavingClient() {}

    /** Sends these bytes as they are. */
    static LeavingClient sends(HttpDoor door, String request) throws IOException {
        LeavingClient client = new LeavingClient();
        client.socket.setReceiveBufferSize(RECEIVED_BYTES);
        client.socket.setSoTimeout(PATIENCE_MS);
        client.socket.connect(
                new InetSocketAddress(door.base().getHost(), door.base().getPort()), PATIENCE_MS);
        client.socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
        return client;
    }

    static LeavingClient asks(HttpDoor door, String path, String accept) throws IOException {
        return sends(
                door,
                "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + door.token() + "\r\nAccept: "
                        + accept + "\r\n\r\n");
    }

    /** @return the status of the answer, once its first bytes are there */
    int status() throws IOException {
        byte[] start = socket.getInputStream().readNBytes("HTTP/1.1 200".length());
        return Integer.parseInt(new String(start, StandardCharsets.US_ASCII).substring(start.length - "200".length()));
    }

    /** Takes this many bytes, or fewer when the answer ends. */
    void takes(int bytes) throws IOException {
        InputStream in = socket.getInputStream();
        for (int left = bytes; left > 0; ) {
            int read = in.read(buffer, 0, Math.min(left, buffer.length));
            if (read < 0) {
                return;
            }
            left -= read;
        }
    }

    /** Takes what comes until the answer ends, or the other thread has closed this. */
    void takesAll() {
        try {
            takes(Integer.MAX_VALUE);
        } catch (IOException e) {
            return; // left in the middle: that is what it is for
        }
    }

    /** Leaves with a reset, as a process does that is killed with something unread. */
    void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
