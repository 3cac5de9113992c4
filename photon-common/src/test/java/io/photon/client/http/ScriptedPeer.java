// SPDX-License-Identifier: Apache-2.0
package io.photon.client.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A real socket that says exactly what a test wants, one script per connection. */
final class ScriptedPeer implements AutoCloseable {

    interface Script {
        void run(InputStream in, OutputStream out) throws IOException;
    }

    private final ServerSocket server;
    private final List<String> heads = new CopyOnWriteArrayList<>();

    ScriptedPeer(Script... scripts) throws IOException {
        server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        Thread thread = new Thread(() -> serve(scripts), "scripted-peer");
        thread.setDaemon(true);
        thread.start();
    }

    private void serve(Script... scripts) {
        for (Script script : scripts) {
            try (Socket socket = server.accept()) {
                script.run(socket.getInputStream(), socket.getOutputStream());
            } catch (IOException e) {
                heads.add("I/O: " + e.getMessage());
            }
        }
    }

    /** Reads a request's head, up to the empty line. */
    String head(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
            int b = in.read();
            if (b < 0) {
                throw new IOException("the client left inside the head");
            }
            head.write(b);
        }
        String text = head.toString(StandardCharsets.ISO_8859_1);
        heads.add(text);
        return text;
    }

    static void say(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    List<String> heads() {
        return heads;
    }

    int port() {
        return server.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
