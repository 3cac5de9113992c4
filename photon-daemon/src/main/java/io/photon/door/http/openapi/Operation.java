// SPDX-License-Identifier: Apache-2.0
package io.photon.door.http.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.photon.question.Param;
import io.photon.question.Question;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One call, of a row of the table and of what its noun says about it. */
final class Operation {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final Pattern FREE_SEGMENT = Pattern.compile(":([a-z-]+)");
    private static final String JSON = "application/json";

    private Operation() {}

    /** The path as OpenAPI writes it: {@code /api/stream/{stream}}. */
    static String template(Question question) {
        return FREE_SEGMENT.matcher(question.path()).replaceAll("{$1}");
    }

    static ObjectNode of(Question question, Noun noun) {
        JsonNode described = noun.of(question);
        ObjectNode operation = NODES.objectNode();
        operation.put("operationId", question.name());
        operation.putArray("tags").add(noun.name());
        operation.put("summary", question.doc());
        if (question.isOpen()) {
            operation.putArray("security");
        }
        ArrayNode parameters = parameters(question, described);
        if (!parameters.isEmpty()) {
            operation.set("parameters", parameters);
        }
        if (described.has("request")) {
            ObjectNode body = operation.putObject("requestBody").put("required", true);
            body.set("content", content(described.path("request")));
        }
        operation.set("responses", responses(question, described));
        return operation;
    }

    private static ArrayNode parameters(Question question, JsonNode described) {
        ArrayNode parameters = NODES.arrayNode();
        for (Param<?> param : question.params()) {
            boolean inPath = question.isInPath(param);
            if (inPath || question.isInQuery(param)) {
                ObjectNode schema = NODES.objectNode().put("type", type(param));
                described
                        .path("parameters")
                        .path(param.name())
                        .properties()
                        .forEach(more -> schema.set(more.getKey(), more.getValue()));
                parameters.add(parameter(
                        param.name(), inPath ? "path" : "query", inPath || param.isRequired(), param.doc(), schema));
            }
        }
        described
                .path("headers")
                .properties()
                .forEach(
                        header -> parameters.add(parameter(header.getKey(), "header", false, null, header.getValue())));
        return parameters;
    }

    private static ObjectNode parameter(
            String name, String in, boolean required, @Nullable String doc, JsonNode schema) {
        ObjectNode parameter =
                NODES.objectNode().put("name", name).put("in", in).put("required", required);
        if (doc != null) {
            parameter.put("description", doc);
        }
        parameter.set("schema", schema);
        return parameter;
    }

    private static String type(Param<?> param) {
        return param.isFlag() ? "boolean" : param.isNumber() ? "integer" : "string";
    }

    private static ObjectNode content(JsonNode byMediaType) {
        ObjectNode content = NODES.objectNode();
        byMediaType
                .properties()
                .forEach(each -> content.putObject(each.getKey()).set("schema", each.getValue()));
        return content;
    }

    private static ObjectNode responses(Question question, JsonNode described) {
        ObjectNode responses = NODES.objectNode();
        ObjectNode ok = responses.putObject("200").put("description", question.doc());
        ObjectNode content = content(described.path("answer"));
        if (content.has(JSON)) {
            content.putObject("application/edn").putObject("schema").put("type", "string");
        }
        ok.set("content", content);
        refer(responses, "400", "BadInput");
        if (!question.isOpen()) {
            refer(responses, "401", "NotAuthenticated");
            refer(responses, "403", "Denied");
        }
        if (question.params().stream().anyMatch(question::isInPath)) {
            refer(responses, "404", "NotFound");
        }
        refer(responses, "default", "Failure");
        return responses;
    }

    private static void refer(ObjectNode responses, String status, String name) {
        responses.putObject(status).put("$ref", "#/components/responses/" + name);
    }
}
