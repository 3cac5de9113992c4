// SPDX-License-Identifier: Apache-2.0
package io.photon.daemon;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/** HTTP/2 frame by frame (RFC 9113), for what no library sends. */
final class RawHttp2 implements AutoCloseable {

    static final int DATA = 0;
    static final int HEADERS = 1;
    static final int RST_STREAM = 3;
    static final int SETTINGS = 4;
    static final int PING = 6;
    static final int GOAWAY = 7;
    static final int WINDOW_UPDATE = 8;
    static final int CONTINUATION = 9;

    static final int END_STREAM = 1;
    static final int END_HEADERS = 4;

    /** What comes. @param stream 0 for the connection */
    record Frame(int type, int flags, int stream, byte[] bytes) {
        boolean is(int wanted, int of) {
            return type == wanted && stream == of;
        }

        /** The code of a RST_STREAM or a GOAWAY. */
        int code() {
            int from = type == GOAWAY ? 4 : 0;
            return (bytes[from] & 0xff) << 24
                    | (bytes[from + 1] & 0xff) << 16
                    | (bytes[from + 2] & 0xff) << 8
                    | bytes[from + 3] & 0xff;
        }

        String text() {
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    private final Socket plain;
    private final SSLSocket socket;
    private final DataInputStream in;
    private final OutputStream out;
    private final String authorization;

    /** Connects and sends the preface. @param token of the daemon */
    RawHttp2(SSLContext trusting, int port, String token) throws IOException {
        plain = new Socket("127.0.0.1", port);
        socket = (SSLSocket) trusting.getSocketFactory().createSocket(plain, "127.0.0.1", port, true);
        socket.setSoTimeout(20_000);
        socket.setTcpNoDelay(true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setApplicationProtocols(new String[] {"h2"});
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        if (!socket.getApplicationProtocol().equals("h2")) {
            throw new IOException("no HTTP/2: " + socket.getApplicationProtocol());
        }
        in = new DataInputStream(socket.getInputStream());
        out = socket.getOutputStream();
        authorization = "Token " + token;
        out.write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        send(SETTINGS, 0, 0, new byte[0]);
    }

    void send(int type, int flags, int stream, byte[] bytes) throws IOException {
        out.write(frame(type, flags, stream, bytes));
        out.flush();
    }

    /**
     * Sends these bytes, whole frames, again and again, and reads nothing.
     *
     * @return how many bytes went out until the server took no more for 2 s, or closed
     */
    long flood(byte[] frames, long most) throws Exception {
        AtomicLong sent = new AtomicLong();
        Thread sender = new Thread(() -> {
            try {
                while (sent.get() < most) {
                    out.write(frames);
                    sent.addAndGet(frames.length);
                }
            } catch (IOException closed) {
                return; // that is an answer, too
            }
        });
        sender.start();
        long before = -1;
        while (sender.isAlive() && sent.get() != before) {
            before = sent.get();
            sender.join(2_000);
        }
        return sent.get();
    }

    static byte[] frame(int type, int flags, int stream, byte[] bytes) {
        byte[] frame = new byte[9 + bytes.length];
        frame[0] = (byte) (bytes.length >> 16);
        frame[1] = (byte) (bytes.length >> 8);
        frame[2] = (byte) bytes.length;
        frame[3] = (byte) type;
        frame[4] = (byte) flags;
        System.arraycopy(number(stream), 0, frame, 5, 4);
        System.arraycopy(bytes, 0, frame, 9, bytes.length);
        return frame;
    }

    void data(int stream, String text, boolean last) throws IOException {
        send(DATA, last ? END_STREAM : 0, stream, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Lets this many more bytes come. @param stream 0 for the connection */
    void window(int stream, int more) throws IOException {
        send(WINDOW_UPDATE, 0, stream, number(more));
    }

    void reset(int stream) throws IOException {
        send(RST_STREAM, 0, stream, number(8));
    }

    private static byte[] number(int n) {
        return new byte[] {(byte) (n >> 24), (byte) (n >> 16), (byte) (n >> 8), (byte) n};
    }

    /** A request. @param headers name and value in turn, after those that each request has */
    void ask(int stream, String method, String path, boolean last, String... headers) throws IOException {
        send(HEADERS, END_HEADERS | (last ? END_STREAM : 0), stream, head(method, path, headers));
    }

    byte[] head(String method, String path, String... headers) {
        Map<String, String> all = new LinkedHashMap<>();
        all.put(":method", method);
        all.put(":scheme", "https");
        all.put(":path", path);
        all.put(":authority", "localhost");
        all.put("authorization", authorization);
        for (int i = 0; i < headers.length; i += 2) {
            all.put(headers[i], headers[i + 1]);
        }
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        all.forEach((name, value) -> {
            block.write(0); // literal, not indexed, a name of its own: RFC 7541, 6.2.2
            string(block, name);
            string(block, value);
        });
        return block.toByteArray();
    }

    static void string(ByteArrayOutputStream block, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length < 127) {
            block.write(bytes.length);
        } else {
            block.write(127);
            int rest = bytes.length - 127;
            for (; rest >= 128; rest >>= 7) {
                block.write(rest & 127 | 128);
            }
            block.write(rest);
        }
        block.writeBytes(bytes);
    }

    /** The next frame; null when the server has closed. Acknowledges settings. */
    Frame next() throws IOException {
        try {
            int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
            int type = in.readUnsignedByte();
            int flags = in.readUnsignedByte();
            int stream = in.readInt();
            byte[] bytes = new byte[length];
            in.readFully(bytes);
            if (type == SETTINGS && (flags & 1) == 0) {
                send(SETTINGS, 1, 0, new byte[0]);
            }
            return new Frame(type, flags, stream, bytes);
        } catch (EOFException | SocketException | SSLException e) {
            return null;
        }
    }

    /** The text of an answer, to its end; what a reset stream had, and " RST code". */
    String answer(int stream) throws IOException {
        StringBuilder text = new StringBuilder();
        for (Frame frame = next(); frame != null; frame = next()) {
            if (frame.is(DATA, stream)) {
                text.append(frame.text());
                window(0, Math.max(1, frame.bytes().length));
                window(stream, Math.max(1, frame.bytes().length));
            }
            if (frame.is(RST_STREAM, stream) || frame.type() == GOAWAY) {
                return text + (frame.type() == GOAWAY ? " GOAWAY " : " RST ") + frame.code();
            }
            if (frame.stream() == stream && frame.type() <= HEADERS && (frame.flags() & END_STREAM) != 0) {
                return text.toString();
            }
        }
        return text + " CLOSED";
    }

    @Override
    public void close() throws IOException {
        plain.close(); // the other would wait for a thread that floods
    }
}
