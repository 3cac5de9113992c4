// SPDX-License-Identifier: Apache-2.0
package io.photon.codec;

import io.photon.result.Failure;
import io.photon.result.Failure.Kind;
import java.nio.charset.StandardCharsets;

/** A failure as every door writes it and every client reads it: {@code {"error","code","hint","location","line"}}. Pure. */
public final class FailureJson {

    private FailureJson() {}

    /** {@code {"error","code"}}, {@code hint} and {@code location} where there is one. */
    public static String text(Failure failure) {
        return text(failure, -1);
    }

    /** @param line the input line it is about, from 1, or -1 */
    public static String text(Failure failure, long line) {
        return "{\"error\":" + JsonFields.quote(failure.message()) + ",\"code\":"
                + JsonFields.quote(failure.kind().code())
                + (failure.hint() == null ? "" : ",\"hint\":" + JsonFields.quote(failure.hint()))
                + (failure.location() == null ? "" : ",\"location\":" + JsonFields.quote(failure.location()))
                + (line > 0 ? ",\"line\":" + line + "}" : "}");
    }

    /** The same in UTF-8. */
    public static byte[] bytes(Failure failure) {
        return bytes(failure, -1);
    }

    /** @param line the input line it is about, from 1, or -1 */
    public static byte[] bytes(Failure failure, long line) {
        return text(failure, line).getBytes(StandardCharsets.UTF_8);
    }

    /** Reads one; an unknown code becomes {@code otherwise}. Never throws. */
    public static Failure read(byte[] json, Kind otherwise) {
        String message = JsonFields.text(json, "error");
        return new Failure(
                Kind.of(JsonFields.text(json, "code"), otherwise),
                message == null ? "the daemon did not say why" : message,
                JsonFields.text(json, "hint"),
                JsonFields.text(json, "location"));
    }
}
