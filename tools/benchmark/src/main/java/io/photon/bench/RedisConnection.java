// SPDX-License-Identifier: Apache-2.0
package io.photon.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** One connection to Redis, one command at a time. */
final class RedisConnection implements AutoCloseable {

    /** {@code *2 $n id *2 $1 e $n event}: a line each. */
    private static final int LINES_OF_AN_EVENT = 8;

    private final Socket socket = new Socket();
    private final InputStream in;
    private final OutputStream out;
    private byte[] answer = new byte[1 << 20];

    RedisConnection(int port) throws IOException {
        socket.setTcpNoDelay(true);
        socket.connect(new InetSocketAddress("127.0.0.1", port), 5_000);
        socket.setSoTimeout(600_000);
        in = socket.getInputStream();
        out = socket.getOutputStream();
    }

    /** Sends a command and waits for its answer, as it came. @param words ASCII */
    String call(String... words) throws IOException {
        return new String(answered(RedisWire.command(words), 1), StandardCharsets.ISO_8859_1);
    }

    /** Sends bytes and waits until this number of answers is there: the bytes of all. */
    byte[] answered(byte[] request, int answers) throws IOException {
        send(request);
        int end = 0;
        int at = 0;
        for (int i = 0; i < answers; ) {
            int next = at == end ? RedisWire.NOT_WHOLE : RedisWire.skip(answer, at, end);
            if (next == RedisWire.NOT_WHOLE) {
                end += read(end);
            } else {
                at = next;
                i++;
            }
        }
        return Arrays.copyOf(answer, end);
    }

    /**
     * Reads a stream from its beginning, in pages, and looks at nothing but the ends of lines: what is timed is Redis.
     *
     * @return how many events came; the last page may be empty
     */
    long readStream(String stream, int page) throws IOException {
        long events = 0;
        String after = "-";
        while (true) {
            send(RedisWire.command("XRANGE", stream, after, "+", "COUNT", String.valueOf(page)));
            int end = read(0);
            while (answer[end - 1] != '\n') {
                end += read(end);
            }
            int head = 0;
            while (answer[head] != '\n') {
                head++;
            }
            int count = RedisWire.number(answer, 1, head);
            if (count == 0) {
                return events;
            }
            int lines = 0;
            int at = head + 1;
            while (lines < count * LINES_OF_AN_EVENT) {
                for (; at < end; at++) {
                    lines += answer[at] == '\n' ? 1 : 0;
                }
                if (lines < count * LINES_OF_AN_EVENT) {
                    end += read(end);
                }
            }
            events += count;
            int tail = Math.min(1_024, end);
            after = "(" + lastId(new String(answer, end - tail, tail, StandardCharsets.ISO_8859_1), after);
        }
    }

    /** The id of a page's last event: the line before the last {@code *2 $1 e}. @param otherwise of an empty page */
    static String lastId(String page, String otherwise) {
        int at = page.lastIndexOf("\r\n*2\r\n$1\r\ne\r\n");
        return at < 0 ? otherwise : page.substring(page.lastIndexOf('\n', at) + 1, at);
    }

    private void send(byte[] request) throws IOException {
        out.write(request);
        out.flush();
    }

    private int read(int end) throws IOException {
        if (end == answer.length) {
            answer = Arrays.copyOf(answer, 2 * end);
        }
        int read = in.read(answer, end, answer.length - end);
        if (read < 0) {
            throw new IOException("Redis closed the connection");
        }
        return read;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
