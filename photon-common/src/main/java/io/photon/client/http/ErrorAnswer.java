// SPDX-License-Identifier: Apache-2.0
package io.photon.client.http;

import io.photon.codec.FailureStatus;
import io.photon.codec.JsonFields;
import io.photon.result.Failure;
import io.photon.result.Failure.Kind;
import java.nio.charset.StandardCharsets;

/** Turns {@code {"error","code","hint"}} and its status into a {@link Failure}. */
final class ErrorAnswer {

    private ErrorAnswer() {}

    static Failure read(int status, byte[] body, String url) {
        String message = JsonFields.text(body, "error");
        if (message == null) { // something else than a daemon answered; the status says what is known
            String text = new String(body, 0, Math.min(body.length, 120), StandardCharsets.UTF_8);
            message = url + " answered " + status + (text.isBlank() ? "" : ": " + text.strip());
        }
        Kind kind = Kind.of(JsonFields.text(body, "code"), FailureStatus.kind(status));
        return new Failure(kind, message, JsonFields.text(body, "hint"), JsonFields.text(body, "location"));
    }
}
