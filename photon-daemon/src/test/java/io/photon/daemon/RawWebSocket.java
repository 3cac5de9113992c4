// SPDX-License-Identifier: Apache-2.0
package io.photon.daemon;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** A WebSocket without any client's help: what is sent can be wrong. */
final class RawWebSocket implements AutoCloseable {

    static final int TEXT = 1;
    static final int BINARY = 2;
    static final int CLOSE = 8;
    static final int PING = 9;
    static final int PONG = 10;

    private static final int MASK = 0x12345678;

    /** One frame as it came. */
    record Frame(int opcode, byte[] content) {
        String text() {
            return new String(content, StandardCharsets.UTF_8);
        }

        int code() {
            return ByteBuffer.wrap(content).getShort();
        }

        String reason() {
            return new String(content, 2, content.length - 2, StandardCharsets.UTF_8);
        }
    }

    /** The head of the answer to the handshake. */
    final String answer;

    private final Socket socket;
    private final DataInputStream in;

    private RawWebSocket(Socket socket, DataInputStream in, String answer) {
        this.socket = socket;
        this.in = in;
        this.answer = answer;
    }

    static RawWebSocket open(Daemon daemon, String target, String... headers) throws IOException {
        return shake(daemon.socket(), target, daemon.authorization() + lines(headers));
    }

    static String lines(String... headers) {
        StringBuilder lines = new StringBuilder();
        for (String header : headers) {
            lines.append(header).append("\r\n");
        }
        return lines.toString();
    }

    /** @param headers each with its line end */
    static RawWebSocket shake(Socket socket, String target, String headers) throws IOException {
        String head = "GET " + target + " HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n" + headers + "\r\n";
        socket.getOutputStream().write(head.getBytes(StandardCharsets.ISO_8859_1));
        DataInputStream in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
        StringBuilder answer = new StringBuilder();
        while (!answer.toString().endsWith("\r\n\r\n")) {
            answer.append((char) in.readUnsignedByte());
        }
        return new RawWebSocket(socket, in, answer.toString());
    }

    void send(int opcode, String text) throws IOException {
        send(0x80 | opcode, text.getBytes(StandardCharsets.UTF_8));
    }

    /** @param first the first byte of the frame */
    void send(int first, byte[] content) throws IOException {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.write(first);
        if (content.length < 126) {
            frame.write(0x80 | content.length);
        } else if (content.length < 0x1_0000) {
            frame.write(0x80 | 126);
            frame.writeBytes(
                    ByteBuffer.allocate(2).putShort((short) content.length).array());
        } else {
            frame.write(0x80 | 127);
            frame.writeBytes(ByteBuffer.allocate(8).putLong(content.length).array());
        }
        byte[] mask = ByteBuffer.allocate(4).putInt(MASK).array();
        frame.writeBytes(mask);
        for (int i = 0; i < content.length; i++) {
            frame.write(content[i] ^ mask[i & 3]);
        }
        sendRaw(frame.toByteArray());
    }

    void sendRaw(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
    }

    void request(long events) throws IOException {
        send(TEXT, "{\"request\":" + events + "}");
    }

    /** The next frame, pings included. */
    Frame read() throws IOException {
        int first = in.readUnsignedByte();
        long length = in.readUnsignedByte();
        if (length == 126) {
            length = in.readUnsignedShort();
        } else if (length == 127) {
            length = in.readLong();
        }
        byte[] content = new byte[(int) length];
        in.readFully(content);
        return new Frame(first & 0x0f, content);
    }

    /** The next message, or the close frame; pings are answered. */
    Frame next() throws IOException {
        while (true) {
            Frame frame = read();
            if (frame.opcode() != PING) {
                return frame;
            }
            send(0x80 | PONG, frame.content());
        }
    }

    /** Whether the daemon has closed the connection, reading what is left. */
    boolean isAtEnd() throws IOException {
        try {
            return in.read() < 0;
        } catch (java.net.SocketException e) {
            return true;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
