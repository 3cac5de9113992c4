// SPDX-License-Identifier: Apache-2.0
package io.photon.client.http;

import io.photon.question.Asked;
import io.photon.question.Param;
import io.photon.question.Question;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Builds a request target; everything that is not plain is percent-encoded. */
final class Query {

    private static final String PLAIN = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~";

    private final StringBuilder target;
    private char next = '?';

    Query(@Nullable String path) {
        target = new StringBuilder(path);
    }

    /** The target of a question. */
    static String of(Asked asked) {
        Question question = asked.question();
        String path = Objects.requireNonNull(question.path());
        for (Param<?> param : question.params()) {
            if (question.isInPath(param)) {
                path = path.replace(":" + param.name(), segment(Objects.requireNonNull(asked.text(param))));
            }
        }
        Query target = new Query(path);
        for (Param<?> param : question.params()) {
            if (question.isInQuery(param)) {
                target.add(param.name(), asked.text(param));
            }
        }
        return target.toString();
    }

    /** Adds a parameter; one that is null is left out. */
    Query add(String name, @Nullable Object value) {
        if (value != null) {
            target.append(next).append(name).append('=').append(segment(value.toString()));
            next = '&';
        }
        return this;
    }

    /** A text as one segment of a path, or a parameter's value: also {@code /} and {@code .} alone are encoded. */
    static String segment(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        boolean dots = text.equals(".") || text.equals("..");
        StringBuilder encoded = new StringBuilder(bytes.length + 16);
        for (byte b : bytes) {
            if (PLAIN.indexOf((char) (b & 0xff)) >= 0 && !dots) {
                encoded.append((char) b);
            } else {
                encoded.append('%')
                        .append(Character.toUpperCase(Character.forDigit((b >> 4) & 15, 16)))
                        .append(Character.toUpperCase(Character.forDigit(b & 15, 16)));
            }
        }
        return encoded.toString();
    }

    @Override
    public String toString() {
        return target.toString();
    }
}
