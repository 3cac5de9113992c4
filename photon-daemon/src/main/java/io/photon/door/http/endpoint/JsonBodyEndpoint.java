// SPDX-License-Identifier: Apache-2.0
package io.photon.door.http.endpoint;

import com.fasterxml.jackson.databind.JsonNode;
import io.photon.budget.Budget;
import io.photon.codec.JsonTree;
import io.photon.door.http.wire.HttpSettings;
import io.photon.door.http.wire.call.Call;
import io.photon.door.http.wire.call.ContentTypes;
import io.photon.door.http.wire.call.SmallBody;
import io.photon.question.Asked;
import io.photon.question.Param;
import io.photon.question.Question;
import io.photon.result.Failure;
import io.photon.result.Result;
import io.photon.settings.Closest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A question whose parameters, but for those in its path, are the fields of a JSON object in the body: texts, numbers, true
 * or false, or a list of texts for what is comma-separated. A field that the question does not know is refused, as in a
 * query.
 */
public final class JsonBodyEndpoint implements Endpoint {

    private static final int MAX_BYTES = 64 << 10;

    private final Question question;
    private final List<String> pattern;
    private final HttpSettings settings;
    private final Budget budget;
    private final BiConsumer<Call, Asked> then;

    /**
     * @param budget for a question that takes no identity, that of strangers
     * @param then answers what was read, on the I/O thread
     */
    public JsonBodyEndpoint(Question question, HttpSettings settings, Budget budget, BiConsumer<Call, Asked> then) {
        this.question = question;
        this.pattern =
                List.of(Objects.requireNonNull(question.path()).substring(1).split("/"));
        this.settings = settings;
        this.budget = budget;
        this.then = then;
    }

    @Override
    public void handle(Call call) {
        Optional<Failure> refused = ContentTypes.refuseUnlessJson(call);
        if (refused.isPresent()) {
            call.answer(refused.get());
        } else {
            new Body(call).start();
        }
    }

    private final class Body extends SmallBody {
        private final Call call;

        Body(Call call) {
            super(call, settings, budget, MAX_BYTES, question.isOpen());
            this.call = call;
        }

        @Override
        protected void whole(byte[] bytes, int size) {
            Result<Asked> asked = read(call, Arrays.copyOf(bytes, size));
            if (asked.isOk()) {
                memory().release();
                then.accept(call, asked.value());
            } else {
                refuse(asked.failure());
            }
        }

        @Override
        protected Failure tooLarge() {
            return Failure.of(
                    Failure.Kind.TOO_LARGE,
                    "the body is longer than " + MAX_BYTES + " bytes",
                    "send something shorter");
        }
    }

    private Result<Asked> read(Call call, byte[] body) {
        JsonNode object;
        try {
            object = JsonTree.asked(body);
        } catch (IOException e) {
            return bad("the body is not JSON", fields()); // what it says of the place would show a part of it
        }
        if (object == null || !object.isObject()) {
            return bad("the body is not a JSON object", fields());
        }
        for (Map.Entry<String, JsonNode> field : object.properties()) {
            if (!names().contains(field.getKey())) {
                return bad(
                        "there is no field of this name here: one of " + object.size(),
                        Closest.of(field.getKey(), names())
                                        .map(meant -> "did you mean " + meant + "? ")
                                        .orElse("")
                                + fields());
            }
            if (!isText(field.getValue()) && !field.getValue().isNull()) {
                return bad(field.getKey() + " is neither a text nor a number", fields());
            }
        }
        return Asked.read(question, new Asked.Source() {
            @Override
            public @Nullable String text(Param<?> param) {
                if (question.isInPath(param)) {
                    return call.segment(pattern.indexOf(":" + param.name()));
                }
                JsonNode value = object.path(param.name());
                return value.isMissingNode() || value.isNull() ? null : JsonBodyEndpoint.text(value);
            }

            @Override
            public <T> Result<T> read(Param<T> param, String text) {
                return param.read(text);
            }

            @Override
            public Failure missing(Param<?> param) {
                return param.missing(param.name(), fields());
            }
        });
    }

    private static boolean isText(JsonNode value) {
        if (!value.isArray()) {
            return value.isValueNode();
        }
        for (JsonNode each : value) {
            if (!each.isTextual()) {
                return false;
            }
        }
        return true;
    }

    private static String text(JsonNode value) {
        if (!value.isArray()) {
            return value.asText();
        }
        List<String> texts = new ArrayList<>();
        value.forEach(each -> texts.add(each.textValue()));
        return String.join(",", texts);
    }

    private List<String> names() {
        return question.params().stream()
                .filter(param -> !question.isInPath(param))
                .map(Param::name)
                .toList();
    }

    private String fields() {
        return "send an object with " + String.join(", ", names());
    }

    private static Result<Asked> bad(String what, String hint) {
        return Result.err(Failure.Kind.BAD_INPUT, what, hint);
    }
}
