// SPDX-License-Identifier: Apache-2.0
package io.photon.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Photon's HTTP. */
final class HttpWire implements Wire {

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
        String text = new String(bytes, 0, head, StandardCharsets.US_ASCII);
        if (text.charAt(9) != '2') {
            throw new IOException(new String(bytes, 0, end, StandardCharsets.UTF_8));
        }
        String lower = text.toLowerCase(Locale.ROOT);
        int at = lower.indexOf("content-length:");
        if (at >= 0) {
            int lineEnd = lower.indexOf('\r', at);
            String number = lower.substring(at + 15, lineEnd < 0 ? lower.length() : lineEnd);
            return end >= head + 4 + Integer.parseInt(number.strip());
        }
        return indexOf(bytes, head, end, "\r\n0\r\n\r\n") >= 0; // chunked
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
