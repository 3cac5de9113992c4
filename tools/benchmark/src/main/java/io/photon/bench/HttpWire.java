// SPDX-License-Identifier: Apache-2.0
package io.photon.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Photon's HTTP. */
final class HttpWire implements Wire {

    private static final String LENGTH = "content-length:";

    private final int port;
    private final String token;

    HttpWire(int port, String token) {
        this.port = port;
        this.token = token;
    }

    @Override
    public byte[] request(int number, int events) {
        StringBuilder body = new StringBuilder();
        for (int e = 0; e < events; e++) {
            body.append(Events.json(Events.stream(number), e, null)).append(events == 1 ? "" : "\n");
        }
        byte[] bytes = body.toString().getBytes(StandardCharsets.US_ASCII);
        return events == 1
                ? Http.post(port, token, "/api/event", "application/json", bytes)
                : Http.post(port, token, "/api/events?atomic=true&ack=summary", "application/x-ndjson", bytes);
    }

    @Override
    public boolean isAnswered(byte[] bytes, int end, int events) throws IOException {
        int head = indexOf(bytes, 0, end, "\r\n\r\n");
        if (head < 0) {
            return false;
        }
        if (bytes[9] != '2') {
            throw new IOException(new String(bytes, 0, end, StandardCharsets.UTF_8));
        }
        int length = length(bytes, head);
        if (length >= 0) {
            return end >= head + 4 + length;
        }
        return indexOf(bytes, head, end, "\r\n0\r\n\r\n") >= 0; // chunked
    }

    /** What the head says of the body's length; -1 for nothing. No text is made: this is done for each answer. */
    private static int length(byte[] bytes, int head) {
        for (int line = indexOf(bytes, 0, head, "\r\n"); line >= 0; line = indexOf(bytes, line + 2, head, "\r\n")) {
            int at = line + 2;
            int k = 0;
            while (k < LENGTH.length() && at + k < head && (bytes[at + k] | 0x20) == (LENGTH.charAt(k) | 0x20)) {
                k++;
            }
            if (k == LENGTH.length()) {
                int length = 0;
                for (at += k; at < head && bytes[at] != '\r'; at++) {
                    length = bytes[at] == ' ' ? length : length * 10 + bytes[at] - '0';
                }
                return length;
            }
        }
        return -1;
    }

    private static int indexOf(byte[] bytes, int from, int to, String text) {
        for (int i = from; i + text.length() <= to; i++) {
            int k = 0;
            while (k < text.length() && bytes[i + k] == text.charAt(k)) {
                k++;
            }
            if (k == text.length()) {
                return i;
            }
        }
        return -1;
    }
}
