// SPDX-License-Identifier: Apache-2.0
package io.photon.door.http.wire;

import io.photon.codec.FailureJson;
import io.photon.codec.FailureStatus;
import io.photon.result.Failure;

/**
 * An answer of a line of JSON, in parts, without an exchange of Undertow's.
 *
 * @param headers lines of its own, each with its line end
 */
public record RepeatAnswer(
        int status, String headers, byte[] before, byte[] body, int offset, int length, byte[] after) {

    private static final byte[] NOTHING = {};
    private static final byte[] LINE_END = {'\n'};

    /** 200, with parts that end with a line end. */
    public static RepeatAnswer ok(byte[] before, byte[] body, int offset, int length, byte[] after) {
        return new RepeatAnswer(200, "", before, body, offset, length, after);
    }

    /** What {@link Call#answer(Failure)} says. */
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

    int bodyBytes() {
        return before.length + length + after.length;
    }
}
