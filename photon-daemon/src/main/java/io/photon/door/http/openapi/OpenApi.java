// SPDX-License-Identifier: Apache-2.0
package io.photon.door.http.openapi;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.photon.question.Question;
import io.photon.question.Questions;
import io.photon.result.Failure;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Writes the document: OpenAPI 3.1, whose schemas are JSON Schema 2020-12. */
public final class OpenApi {

    private static final JsonMapper JSON = new JsonMapper();
    private static final String SCHEMA = "#/components/schemas/";

    private OpenApi() {}

    /** The document in UTF-8. @param version of this Photon */
    public static byte[] document(String version) {
        ObjectNode document = JSON.createObjectNode();
        document.put("openapi", "3.1.0");
        document.putObject("info")
                .put("title", "Photon")
                .put("version", version)
                .put("summary", "An event store: what can be asked of it over HTTP.")
                .put(
                        "description",
                        "Bodies and answers are JSON in UTF-8. Names in paths are percent-encoded (`a/b` is `a%2Fb`)."
                                + " Unknown query parameters are refused. Every answer that is one JSON value comes as EDN"
                                + " when `Accept` asks for `application/edn`.");
        document.putArray("servers").addObject().put("url", "./");
        document.set("security", security());
        List<Noun> nouns = Noun.all();
        ArrayNode tags = document.putArray("tags");
        nouns.forEach(noun -> tags.addObject().put("name", noun.name()).put("description", noun.about()));
        ObjectNode paths = document.putObject("paths");
        for (Question question : Questions.ALL) {
            String method = question.method();
            if (question.path() != null && method != null) {
                ObjectNode path = paths.withObjectProperty(Operation.template(question));
                path.set(method.toLowerCase(Locale.ROOT), Operation.of(question, nounOf(question, nouns)));
            }
        }
        ObjectNode components = document.putObject("components");
        ObjectNode schemas = components.putObject("schemas");
        nouns.forEach(noun -> noun.schemas().properties().forEach(each -> schemas.set(each.getKey(), each.getValue())));
        codes(schemas.withObject("/Error/properties/code"));
        components.set("responses", responses());
        components.set("securitySchemes", securitySchemes());
        return bytes(document);
    }

    private static Noun nounOf(Question question, List<Noun> nouns) {
        return nouns.stream()
                .filter(noun -> noun.has(question))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no resource describes the answer to '" + question
                        + "': it belongs into the NOUN.json of its noun next to OpenApi"));
    }

    private static byte[] bytes(JsonNode document) {
        try {
            return JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(document);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree is always JSON", e);
        }
    }

    /** Every code that a failure can have. */
    private static void codes(ObjectNode code) {
        ArrayNode codes = code.putArray("enum");
        Arrays.stream(Failure.Kind.values()).map(Failure.Kind::code).forEach(codes::add);
    }

    /** The answers that are failures, by the name that operations use. */
    private static ObjectNode responses() {
        ObjectNode responses = JSON.createObjectNode();
        failure(responses, "BadInput", "The request is malformed; `error` names what and where.");
        failure(responses, "NotAuthenticated", "No identity, or one that is not known.");
        failure(responses, "Denied", "This identity may not.");
        failure(responses, "NotFound", "There is nothing of this name or position.");
        failure(responses, "Failure", "Any other failure; `code` says which, `hint` what to do.");
        return responses;
    }

    private static void failure(ObjectNode responses, String name, String description) {
        ObjectNode response = responses.putObject(name).put("description", description);
        response.withObject("/content/application~1json/schema").put("$ref", SCHEMA + "Error");
    }

    /** Any one of them suffices. */
    private static ArrayNode security() {
        ArrayNode any = JSON.createArrayNode();
        for (String alone : List.of("basic", "bearer", "session", "accessToken")) {
            any.addObject().putArray(alone);
        }
        ObjectNode application = any.addObject();
        application.putArray("clientId");
        application.putArray("clientSecret");
        return any;
    }

    private static ObjectNode securitySchemes() {
        ObjectNode schemes = JSON.createObjectNode();
        schemes.putObject("basic").put("type", "http").put("scheme", "basic").put("description", "Name and password.");
        schemes.putObject("bearer")
                .put("type", "http")
                .put("scheme", "bearer")
                .put("description", "A token; the scheme may be called `Token` as well.");
        key(schemes, "session", "cookie", "photon-session-PORT")
                .put(
                        "description",
                        "Set by `/auth/login`; PORT is the daemon's. Changes need its `X-CSRF-Token` as well.");
        key(schemes, "accessToken", "query", "access_token")
                .put("description", "A token, for clients that cannot send a header.");
        key(schemes, "clientId", "query", "client_id").put("description", "An application's id, with its secret.");
        key(schemes, "clientSecret", "query", "client_secret").put("description", "The secret of the application.");
        return schemes;
    }

    private static ObjectNode key(ObjectNode schemes, String name, String in, String key) {
        return schemes.putObject(name).put("type", "apiKey").put("in", in).put("name", key);
    }
}
