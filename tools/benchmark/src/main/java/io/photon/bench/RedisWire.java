// SPDX-License-Identifier: Apache-2.0
package io.photon.bench;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Redis' protocol (RESP2), as far as streams need it: XADD of one event, or several in MULTI and EXEC, sent at once. */
final class RedisWire implements Wire {

    /** {@link #skip} of an answer that is not whole yet. */
    static final int NOT_WHOLE = -1;

    @Override
    public byte[] request(int number, int events) {
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        if (events > 1) {
            request.writeBytes(command("MULTI"));
        }
        for (int e = 0; e < events; e++) {
            request.writeBytes(add(Events.stream(number), Events.json(Events.stream(number), e, null)));
        }
        if (events > 1) {
            request.writeBytes(command("EXEC"));
        }
        return request.toByteArray();
    }

    static byte[] add(String stream, String event) {
        return command("XADD", stream, "*", "e", event);
    }

    /** @param words ASCII */
    static byte[] command(String... words) {
        StringBuilder command = new StringBuilder("*").append(words.length).append("\r\n");
        for (String word : words) {
            command.append('$')
                    .append(word.length())
                    .append("\r\n")
                    .append(word)
                    .append("\r\n");
        }
        return command.toString().getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public boolean isAnswered(byte[] bytes, int end, int events) throws IOException {
        int answers = events == 1 ? 1 : events + 2; // OK, QUEUED for each, and what EXEC did
        int at = 0;
        for (int i = 0; i < answers; i++) {
            at = skip(bytes, at, end);
            if (at == NOT_WHOLE) {
                return false;
            }
        }
        return true;
    }

    /**
     * Where the answer that begins at {@code at} ends, or {@link #NOT_WHOLE}.
     *
     * @throws IOException when it is an error
     */
    static int skip(byte[] bytes, int at, int end) throws IOException {
        int line = at;
        while (line < end && bytes[line] != '\n') {
            line++;
        }
        if (line >= end) {
            return NOT_WHOLE;
        }
        int next = line + 1;
        switch (bytes[at]) {
            case '+', ':':
                return next;
            case '-':
                throw new IOException("Redis: " + new String(bytes, at, line - at, StandardCharsets.UTF_8).strip());
            case '$':
                int length = number(bytes, at + 1, line);
                int after = length < 0 ? next : next + length + 2;
                return after > end ? NOT_WHOLE : after;
            case '*':
                for (int i = number(bytes, at + 1, line); i > 0 && next != NOT_WHOLE; i--) {
                    next = skip(bytes, next, end);
                }
                return next;
            default:
                throw new IOException("Redis: no answer begins with byte " + bytes[at]);
        }
    }

    static int number(byte[] bytes, int from, int to) {
        return Integer.parseInt(new String(bytes, from, to - from, StandardCharsets.US_ASCII).strip());
    }
}
