// SPDX-License-Identifier: Apache-2.0
package io.photon.client.http;

import io.photon.result.Excerpt;
import io.photon.result.Failure;
import java.io.EOFException;
import java.io.IOException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Status and headers of an answer.
 *
 * @param headers by lower-case name; of repeated ones the last
 */
record ResponseHead(int status, boolean http10, Map<String, String> headers) {

    private static final int MAX_HEADERS = 200;

    /** Reads the next final answer; interim ones (1xx) are skipped unless {@code stopAtContinue} and it is a 100. */
    static ResponseHead read(SocketInput in, boolean stopAtContinue) throws IOException {
        while (true) {
            ResponseHead head = readOne(in);
            if (head.status >= 200 || (stopAtContinue && head.status == 100)) {
                return head;
            }
        }
    }

    private static ResponseHead readOne(SocketInput in) throws IOException {
        String line = in.line();
        if (line == null) {
            throw new EOFException("the connection was closed without an answer");
        }
        if (!line.startsWith("HTTP/1.") || line.length() < 12) {
            throw noHttp(line);
        }
        int status;
        try {
            status = Integer.parseInt(line, 9, 12, 10);
        } catch (NumberFormatException e) {
            throw noHttp(line);
        }
        Map<String, String> headers = new HashMap<>();
        for (int i = 0; ; i++) {
            String header = in.line();
            if (header == null || i > MAX_HEADERS) {
                throw new EOFException("the answer ended inside its head");
            }
            if (header.isEmpty()) {
                return new ResponseHead(status, line.startsWith("HTTP/1.0"), headers);
            }
            int colon = header.indexOf(':');
            if (colon > 0) {
                headers.put(
                        header.substring(0, colon).toLowerCase(Locale.ROOT),
                        header.substring(colon + 1).strip());
            }
        }
    }

    private static HttpFailure noHttp(String line) {
        String shown = Excerpt.of(line, 40);
        return new HttpFailure(
                Failure.Kind.UNREACHABLE,
                "the answer is not HTTP: '" + shown.replaceAll("[^ -~…]", "?") + "'",
                "is it a Photon daemon that listens there? With TLS, write https://");
    }

    @Nullable String header(String lowerCaseName) {
        return headers.get(lowerCaseName);
    }

    boolean isChunked() {
        String encoding = header("transfer-encoding");
        return encoding != null && encoding.toLowerCase(Locale.ROOT).endsWith("chunked");
    }

    boolean keepsAlive() {
        String connection = header("connection");
        return !http10 && (connection == null || !connection.equalsIgnoreCase("close"));
    }

    /** The body's length, or -1 when it is not told. */
    long contentLength() throws IOException {
        String length = header("content-length");
        if (length == null) {
            return -1;
        }
        try {
            return Long.parseLong(length);
        } catch (NumberFormatException e) {
            throw new IOException("content-length is '" + length + "'", e);
        }
    }

    /** Seconds to wait before asking again, or -1. */
    long retryAfterSeconds() {
        String seconds = header("retry-after");
        return seconds != null && seconds.matches("\\d{1,6}") ? Long.parseLong(seconds) : -1;
    }
}
