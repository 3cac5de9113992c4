// SPDX-License-Identifier: Apache-2.0
package io.photon.door.http.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import io.photon.codec.JsonTree;
import io.photon.question.Question;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * What is read and answered, of all questions about one thing.
 *
 * @param name of the thing, in the plural
 * @param described the resource: {@code about}, {@code questions} by name, {@code schemas} by name
 */
record Noun(String name, JsonNode described) {

    /** In the order in which the document has them. */
    private static final List<String> NAMES =
            List.of("events", "streams", "projections", "sql", "backups", "identity", "users", "hooks", "daemon");

    static List<Noun> all() {
        return NAMES.stream().map(Noun::read).toList();
    }

    private static Noun read(String name) {
        try (InputStream resource = Noun.class.getResourceAsStream(name + ".json")) {
            if (resource == null) {
                throw new IllegalStateException("no resource " + name + ".json");
            }
            return new Noun(name, JsonTree.read(resource.readAllBytes()));
        } catch (IOException e) {
            throw new UncheckedIOException("the resource " + name + ".json cannot be read", e);
        }
    }

    String about() {
        return described.path("about").textValue();
    }

    boolean has(Question question) {
        return described.path("questions").has(question.name());
    }

    /** What is read and answered: {@code request}, {@code headers}, {@code parameters}, {@code answer}; each may be missing. */
    JsonNode of(Question question) {
        return described.path("questions").path(question.name());
    }

    JsonNode schemas() {
        return described.path("schemas");
    }
}
