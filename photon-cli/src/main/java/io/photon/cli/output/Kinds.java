package io.photon.cli.output;

import io.photon.codec.JsonFields;
import io.photon.result.Failure;

/** Failures as the daemon writes them into its streams of lines. */
final class Kinds {

    private Kinds() {}

    /** Reads {@code {"error","code","hint"}}; an unknown code becomes {@code otherwise}. */
    static Failure failure(byte[] json, Failure.Kind otherwise) {
        String message = JsonFields.text(json, "error");
        return new Failure(
                of(JsonFields.text(json, "code"), otherwise),
                message == null ? "the daemon did not say why" : message,
                JsonFields.text(json, "hint"));
    }

    static Failure.Kind of(String code, Failure.Kind otherwise) {
        for (Failure.Kind kind : Failure.Kind.values()) {
            if (kind.code().equals(code)) {
                return kind;
            }
        }
        return otherwise;
    }
}
