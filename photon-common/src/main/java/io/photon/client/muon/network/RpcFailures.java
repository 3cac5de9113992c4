// SPDX-License-Identifier: Apache-2.0
package io.photon.client.muon.network;

import io.photon.codec.FailureStatus;
import io.photon.codec.JsonFields;
import io.photon.muon.wire.RpcResponse;
import io.photon.result.Excerpt;
import io.photon.result.Failure.Kind;
import io.photon.result.Result;
import java.nio.charset.StandardCharsets;

/** What the status of a call's answer means; the numbers are those of HTTP. Pure. */
public final class RpcFailures {

    private static final int LONGEST_TEXT = 400;

    private RpcFailures() {}

    /** The body of a good answer, or why there is none. @param asked who was asked for what, e.g. {@code photon/events} */
    public static Result<byte[]> body(RpcResponse answer, String asked) {
        if (answer.status() >= 200 && answer.status() < 300) {
            return Result.ok(answer.body());
        }
        byte[] body = answer.body();
        String message = JsonFields.text(body, "error");
        String text =
                message != null ? message : Excerpt.of(new String(body, StandardCharsets.UTF_8).strip(), LONGEST_TEXT);
        boolean silent = text.isEmpty() || text.equals("{}");
        String code = JsonFields.text(body, "code");
        Kind kind = Kind.of(code, FailureStatus.kind(answer.status()));
        String hint = JsonFields.text(body, "hint");
        return Result.err(
                kind,
                message(answer.status(), text, silent, message != null && code != null, asked),
                hint == null && kind == Kind.NOT_FOUND ? "see what there is with: photon introspect SERVICE" : hint);
    }

    /** @param ours whether it is a Photon's own failure, which needs no introduction */
    private static String message(int status, String text, boolean silent, boolean ours, String asked) {
        if (ours) {
            return text;
        }
        return silent && status == 404
                ? "there is no endpoint " + asked
                : asked + " answered " + status + (silent ? "" : ": " + text);
    }
}
