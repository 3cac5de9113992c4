package io.photon.door.muon;

import io.photon.codec.JsonFields;
import io.photon.muon.wire.RpcResponse;
import io.photon.muon.wire.Steps;
import io.photon.result.Failure;
import java.nio.charset.StandardCharsets;

/** Answers to calls, as existing clients expect them (PROTOCOL 10.4). Pure. */
final class Answers {

    static final RpcResponse CORRECT = RpcResponse.json(200, "{\"correct\":true}");
    static final RpcResponse NOTHING = RpcResponse.json(200, "{}");

    private Answers() {}

    /** JSON text; what is no object is wrapped, and null is {@code {}}. */
    static RpcResponse value(byte[] json) {
        int at = JsonFields.space(json, 0, json.length);
        if (at < json.length && json[at] == '{') {
            return new RpcResponse(200, json, Steps.JSON);
        }
        String text = new String(json, StandardCharsets.UTF_8).strip();
        return text.equals("null") || text.isEmpty()
                ? NOTHING
                : RpcResponse.json(200, "{\"_muon_wrapped_value\":" + text + "}");
    }

    static byte[] utf8(String json) {
        return json.getBytes(StandardCharsets.UTF_8);
    }

    static RpcResponse failure(Failure failure) {
        String json = "{\"error\":" + JsonFields.quote(failure.message()) + ",\"code\":"
                + JsonFields.quote(failure.kind().code())
                + (failure.hint() == null ? "" : ",\"hint\":" + JsonFields.quote(failure.hint())) + "}";
        return RpcResponse.json(status(failure), json);
    }

    static RpcResponse missing(String field) {
        return failure(
                Failure.of(Failure.Kind.BAD_INPUT, field + " is missing", "send a JSON object with \"" + field + "\""));
    }

    private static int status(Failure failure) {
        return switch (failure.kind()) { // no default: a new kind must be given a status before it compiles
            case BAD_INPUT, VERIFICATION_FAILED -> 400;
            case NOT_AUTHENTICATED -> 401;
            case DENIED -> 403;
            case NOT_FOUND -> 404;
            case CONFLICT -> 409;
            case TOO_LARGE -> 413;
            case UNSUPPORTED_TYPE -> 415;
            case INTERNAL, DAMAGED -> 500;
            case UNREACHABLE -> 502;
            case OVERLOADED, READ_ONLY -> 503;
            case TIMED_OUT -> 504;
            case NO_SPACE -> 507;
        };
    }
}
