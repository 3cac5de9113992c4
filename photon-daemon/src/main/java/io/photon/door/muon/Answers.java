// SPDX-License-Identifier: Apache-2.0
package io.photon.door.muon;

import io.photon.api.Answer;
import io.photon.codec.FailureJson;
import io.photon.codec.FailureStatus;
import io.photon.codec.JsonFields;
import io.photon.muon.wire.RpcResponse;
import io.photon.muon.wire.Steps;
import io.photon.result.Failure;
import io.photon.result.Result;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** Answers to calls, as existing clients expect them (docs/muon-protocol 10.4). Pure. */
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

    static RpcResponse failure(Failure failure) {
        return RpcResponse.json(FailureStatus.of(failure.kind()), FailureJson.text(failure));
    }

    /** Hands the JSON of an answer over when it is there. @param threads take every result */
    static void later(Result<Answer> answer, Executor threads, Consumer<Result<byte[]>> use) {
        if (answer.isOk() && answer.value() instanceof Answer.Later later) {
            later.json().thenAcceptAsync(use, threads);
        } else {
            use.accept(answer.map(there -> ((Answer.Json) there).json()));
        }
    }

    static RpcResponse missing(String field) {
        return failure(
                Failure.of(Failure.Kind.BAD_INPUT, field + " is missing", "send a JSON object with \"" + field + "\""));
    }
}
