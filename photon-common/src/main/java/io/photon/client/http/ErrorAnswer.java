package io.photon.client.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.photon.result.Failure;
import io.photon.result.Failure.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Turns {@code {"error","code","hint"}} and its status into a {@link Failure}. */
final class ErrorAnswer {

    private ErrorAnswer() {}

    static Failure read(int status, byte[] body, String url) {
        String message = null;
        String code = null;
        String hint = null;
        try (JsonParser json = new JsonFactory().createParser(body)) {
            if (json.nextToken() == JsonToken.START_OBJECT) {
                while (json.nextToken() == JsonToken.FIELD_NAME) {
                    String name = json.currentName();
                    boolean text = json.nextToken() == JsonToken.VALUE_STRING;
                    if (text && name.equals("error")) {
                        message = json.getText();
                    } else if (text && name.equals("code")) {
                        code = json.getText();
                    } else if (text && name.equals("hint")) {
                        hint = json.getText();
                    } else {
                        json.skipChildren();
                    }
                }
            }
        } catch (IOException e) {
            message = null; // not JSON: something else than a daemon answered; the status says what is known
        }
        if (message == null) {
            String text = new String(body, 0, Math.min(body.length, 120), StandardCharsets.UTF_8);
            message = url + " answered " + status + (text.isBlank() ? "" : ": " + text.strip());
        }
        return new Failure(kind(status, code), message, hint);
    }

    private static Kind kind(int status, String code) {
        for (Kind kind : Kind.values()) {
            if (kind.code().equals(code)) {
                return kind;
            }
        }
        return switch (status) {
            case 400, 405, 411, 414, 431 -> Kind.BAD_INPUT;
            case 401 -> Kind.NOT_AUTHENTICATED;
            case 403 -> Kind.DENIED;
            case 404 -> Kind.NOT_FOUND;
            case 408, 504 -> Kind.TIMED_OUT;
            case 409, 412 -> Kind.CONFLICT;
            case 413 -> Kind.TOO_LARGE;
            case 415 -> Kind.UNSUPPORTED_TYPE;
            case 502 -> Kind.UNREACHABLE;
            case 429, 503 -> Kind.OVERLOADED;
            case 507 -> Kind.NO_SPACE;
            default -> status < 500 ? Kind.BAD_INPUT : Kind.INTERNAL;
        };
    }
}
