// SPDX-License-Identifier: Apache-2.0
package io.photon.bench;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** As much of HTTP/1.1 as a benchmark needs: one connection, one request at a time. */
final class Http implements AutoCloseable {

    /** @param body as it came, chunking removed */
    record Response(int status, String body) {
        Response orThrow(String what) {
            if (status / 100 != 2) {
                throw new IllegalStateException(what + ": HTTP " + status + " " + body);
            }
            return this;
        }
    }

    private final Socket socket = new Socket();
    private final InputStream in;
    private final OutputStream out;
    private final String common;

    Http(int port, String token) throws IOException {
        socket.setTcpNoDelay(true);
        socket.connect(new InetSocketAddress("127.0.0.1", port), 5_000);
        socket.setSoTimeout(600_000);
        in = new BufferedInputStream(socket.getInputStream(), 65_536);
        out = socket.getOutputStream();
        common = "Host: 127.0.0.1:" + port + "\r\nAuthorization: Token " + token + "\r\n";
    }

    Response get(String path) throws IOException {
        out.write(("GET " + path + " HTTP/1.1\r\n" + common + "\r\n").getBytes(StandardCharsets.US_ASCII));
        out.flush();
        return response();
    }

    Response post(String path, String type, byte[] body) throws IOException {
        out.write(("POST " + path + " HTTP/1.1\r\n" + common + "Content-Type: " + type + "\r\nContent-Length: "
                        + body.length + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        out.write(body);
        out.flush();
        return response();
    }

    /** Begins a GET whose answer comes in chunks, and reads its head. */
    void begin(String path) throws IOException {
        out.write(("GET " + path + " HTTP/1.1\r\n" + common + "\r\n").getBytes(StandardCharsets.US_ASCII));
        out.flush();
        String status = line();
        boolean chunked = false;
        for (String header = line(); !header.isEmpty(); header = line()) {
            chunked |= header.toLowerCase(Locale.ROOT).startsWith("transfer-encoding: chunked");
        }
        if (!status.contains(" 200") || !chunked) {
            throw new IOException(path + ": " + status + (chunked ? "" : ", and the answer has no chunks"));
        }
    }

    /** The next chunk of what {@link #begin} began; empty at the end. */
    byte[] readChunk() throws IOException {
        byte[] chunk = in.readNBytes(Integer.parseInt(line(), 16));
        line();
        return chunk;
    }

    /** Reads an answer in chunks to its end: how many lines it has. With large reads, as Redis is read here. */
    long countLines(String path) throws IOException {
        begin(path);
        return count(new ChunkedLines());
    }

    private long count(CountedAnswer answer) throws IOException {
        byte[] buffer = new byte[1 << 20];
        while (!answer.isWhole()) {
            int read = in.read(buffer, 0, buffer.length); // past the stream's own buffer once that is empty
            if (read < 0) {
                throw new IOException("the daemon closed the connection");
            }
            answer.take(buffer, read);
        }
        return answer.count();
    }

    /** Makes the connection a WebSocket, asks for a number of events, and reads to its end: how many messages came. */
    long countMessages(String path, long events) throws IOException {
        out.write(("GET " + path + " HTTP/1.1\r\n" + common + "Connection: Upgrade\r\nUpgrade: websocket\r\n"
                        + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        String status = line();
        for (String header = line(); !header.isEmpty(); header = line()) {
            // nothing in it that matters here
        }
        if (!status.contains(" 101")) {
            throw new IOException(path + ": " + status);
        }
        byte[] command = ("{\"request\":" + events + "}").getBytes(StandardCharsets.US_ASCII);
        out.write(new byte[] {(byte) 0x81, (byte) (0x80 | command.length), 0, 0, 0, 0
        }); // a mask of zeros changes nothing
        out.write(command);
        return count(new SocketMessages());
    }

    /** The bytes of a POST, head and body. */
    static byte[] post(int port, String token, String path, String type, byte[] body) {
        byte[] head = ("POST " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\nAuthorization: Token " + token
                        + "\r\nContent-Type: " + type + "\r\nContent-Length: " + body.length + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        byte[] request = new byte[head.length + body.length];
        System.arraycopy(head, 0, request, 0, head.length);
        System.arraycopy(body, 0, request, head.length, body.length);
        return request;
    }

    /** Begins a POST whose body comes in chunks: write with {@link #chunk}, end with {@link #endChunks}. */
    void beginPost(String path, String type) throws IOException {
        out.write(("POST " + path + " HTTP/1.1\r\n" + common + "Content-Type: " + type
                        + "\r\nTransfer-Encoding: chunked\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
    }

    void chunk(byte[] bytes, int length) throws IOException {
        out.write((Integer.toHexString(length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
        out.write(bytes, 0, length);
        out.write("\r\n".getBytes(StandardCharsets.US_ASCII));
    }

    Response endChunks() throws IOException {
        out.write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        out.flush();
        return response();
    }

    private Response response() throws IOException {
        int status = Integer.parseInt(line().split(" ")[1]);
        int length = -1;
        boolean chunked = false;
        for (String header = line(); !header.isEmpty(); header = line()) {
            String lower = header.toLowerCase(Locale.ROOT);
            if (lower.startsWith("content-length:")) {
                length = Integer.parseInt(lower.substring(15).strip());
            } else if (lower.startsWith("transfer-encoding:") && lower.contains("chunked")) {
                chunked = true;
            }
        }
        if (status == 100) {
            return response();
        }
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        if (chunked) {
            for (byte[] chunk = readChunk(); chunk.length > 0; chunk = readChunk()) {
                body.writeBytes(chunk);
            }
        } else if (length >= 0) {
            body.writeBytes(in.readNBytes(length));
        } else {
            in.transferTo(body);
        }
        return new Response(status, body.toString(StandardCharsets.UTF_8));
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new IOException("the daemon closed the connection");
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
