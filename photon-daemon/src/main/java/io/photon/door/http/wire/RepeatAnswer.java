// SPDX-License-Identifier: Apache-2.0
package io.photon.door.http.wire;

import io.photon.codec.FailureJson;
import io.photon.codec.FailureStatus;
import io.photon.result.Failure;
import io.undertow.util.DateUtils;
import io.undertow.util.StatusCodes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Date;

/**
 * An answer of a line of JSON, in parts, without an exchange of Undertow's. Immutable.
 *
 * @param headers lines of its own, each with its line end
 */
public record RepeatAnswer(
        int status, String headers, byte[] before, byte[] body, int offset, int length, byte[] after) {

    private static final byte[] NOTHING = {};
    private static final byte[] LINE_END = {'\n'};

    private static final byte[] OK = ascii("HTTP/1.1 200 OK\r\n");
    private static final byte[] ALWAYS = ascii("X-Content-Type-Options: nosniff\r\nCache-Control: no-store\r\n"
            + "Content-Type: application/json\r\nX-Request-Id: ");
    private static final byte[] DATE = ascii("\r\nDate: ");
    private static final byte[] LENGTH = ascii("\r\nContent-Length: ");
    private static final byte[] END = ascii("\r\n\r\n");
    /** The head without headers of its own is shorter. */
    private static final int HEAD_BYTES = 512;

    private static volatile Second now = new Second(0, NOTHING);

    private record Second(long number, byte[] date) {}

    /** 200, with parts that end with a line end. */
    public static RepeatAnswer ok(byte[] before, byte[] body, int offset, int length, byte[] after) {
        return new RepeatAnswer(StatusCodes.OK, "", before, body, offset, length, after);
    }

    /** What {@code call.Call.answer(Failure)} says. */
    public static RepeatAnswer of(Failure failure) {
        StringBuilder headers = new StringBuilder();
        FailureHeaders.of(
                failure,
                "Basic",
                (name, value) -> headers.append(name).append(": ").append(value).append("\r\n"));
        byte[] json = FailureJson.bytes(failure);
        return new RepeatAnswer(
                FailureStatus.of(failure.kind()), headers.toString(), NOTHING, json, 0, json.length, LINE_END);
    }

    /**
     * Head and body, to be read.
     *
     * @param scratch an empty buffer, used if there is room in it
     * @param id of the request
     */
    public ByteBuffer bytes(ByteBuffer scratch, String id) {
        int content = before.length + length + after.length;
        int most = HEAD_BYTES + id.length() + headers.length() + content;
        ByteBuffer out = most <= scratch.remaining() ? scratch : ByteBuffer.allocate(most);
        out.put(
                status == StatusCodes.OK
                        ? OK
                        : ascii("HTTP/1.1 " + status + " " + StatusCodes.getReason(status) + "\r\n"));
        put(out, headers);
        out.put(ALWAYS);
        put(out, id);
        out.put(DATE).put(date()).put(LENGTH);
        put(out, Integer.toString(content));
        out.put(END).put(before).put(body, offset, length).put(after);
        return out.flip();
    }

    private static byte[] date() {
        long millis = System.currentTimeMillis();
        Second last = now;
        if (last.number() != millis / 1_000) {
            last = new Second(millis / 1_000, ascii(DateUtils.toDateString(new Date(millis))));
            now = last;
        }
        return last.date();
    }

    private static void put(ByteBuffer out, String ascii) {
        for (int i = 0; i < ascii.length(); i++) {
            out.put((byte) ascii.charAt(i));
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
