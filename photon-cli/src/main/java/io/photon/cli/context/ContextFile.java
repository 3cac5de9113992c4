// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.context;

import io.photon.result.Failure;
import io.photon.result.Failure.Kind;
import io.photon.result.Result;
import io.photon.settings.Closest;
import io.photon.settings.Given;
import io.photon.settings.PropertiesText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The text of a context's file: properties as in {@code photon.properties}, of which the first says the version of the
 * form. What is not known is refused, since a mistyped {@code production} would protect nothing.
 */
final class ContextFile {

    static final int VERSION = 1;

    private static final String FORM = "photon-context";
    private static final List<String> TOKENS = List.of("token-file", "token-env", "token-command");
    private static final List<String> PASSWORDS = List.of("password-file", "password-env", "password-command");
    private static final List<String> KEYS = keys();

    private ContextFile() {}

    private static List<String> keys() {
        List<String> keys = new ArrayList<>(List.of(FORM, "url", "service", "ca-file", "user", "production"));
        keys.addAll(TOKENS);
        keys.addAll(PASSWORDS);
        return List.copyOf(keys);
    }

    /** @param name of the context @param path as messages name the file */
    static Result<Context> parse(byte[] bytes, String name, String path) {
        PropertiesText text = PropertiesText.parse(bytes, path);
        if (!text.errors().isEmpty()) {
            return damaged(text.errors().get(0).message(), name);
        }
        Map<String, String> values = new LinkedHashMap<>();
        for (Given given : text.given()) {
            if (values.put(given.key(), given.text().strip()) != null) {
                return damaged(given.origin() + ": " + given.key() + " again", name);
            }
        }
        String version = values.get(FORM);
        if (version == null || !version.matches("[0-9]{1,9}")) {
            return damaged(path + ": it does not begin with " + FORM + "=" + VERSION, name);
        }
        if (Integer.parseInt(version) > VERSION) {
            return Result.err(
                    Kind.BAD_INPUT,
                    path + ": it was written by a later Photon (" + FORM + "=" + version + ", and this one reads "
                            + VERSION + ")",
                    "use that Photon, or add the context again with this one: photon context add " + name);
        }
        for (Given given : text.given()) {
            if (!KEYS.contains(given.key())) {
                return damaged(
                        given.origin() + ": there is no '" + given.key() + "' in a context"
                                + Closest.of(given.key(), KEYS)
                                        .map(close -> "; did you mean " + close + "?")
                                        .orElse(""),
                        name);
            }
        }
        return context(values, name, path);
    }

    private static Result<Context> context(Map<String, String> values, String name, String path) {
        String production = values.getOrDefault("production", "false");
        if (!production.equals("true") && !production.equals("false")) {
            return damaged(path + ": production is '" + production + "'; use true or false", name);
        }
        if (values.get("url") == null) {
            return damaged(path + ": it names no url", name);
        }
        Result<Context> context = secret(values, TOKENS)
                .then(token -> secret(values, PASSWORDS)
                        .then(password -> new Context(
                                        name,
                                        values.get("url"),
                                        values.get("service"),
                                        values.get("ca-file"),
                                        values.get("user"),
                                        token.orElse(null),
                                        password.orElse(null),
                                        production.equals("true"))
                                .check()));
        return context instanceof Result.Err<Context> err
                ? damaged(path + ": " + err.failure().message(), name)
                : context;
    }

    /** The one that is given of three places, empty for none. */
    private static Result<Optional<Secret>> secret(Map<String, String> values, List<String> keys) {
        Secret found = null;
        for (int i = 0; i < keys.size(); i++) {
            String text = values.get(keys.get(i));
            if (text != null && found != null) {
                return Result.err(Kind.BAD_INPUT, "a secret has two places", "keep one of " + String.join(", ", keys));
            }
            found = text == null ? found : new Secret(Secret.Place.values()[i], text);
        }
        return Result.ok(Optional.ofNullable(found));
    }

    private static <T> Result<T> damaged(String what, String name) {
        return Result.err(Failure.of(
                Kind.BAD_INPUT,
                "context '" + name + "' cannot be used: " + what,
                "correct the file, or write it anew: photon context add " + name + " --replace --url URL"));
    }

    /** The text of a context that has been checked. */
    static String print(Context context) {
        StringBuilder text = new StringBuilder("# A context of photon, see: photon help contexts\n");
        line(text, FORM, Integer.toString(VERSION));
        line(text, "url", context.url());
        line(text, "service", context.service());
        line(text, "ca-file", context.caFile());
        line(text, "user", context.user());
        secret(text, "token", context.token());
        secret(text, "password", context.password());
        line(text, "production", Boolean.toString(context.production()));
        return text.toString();
    }

    private static void secret(StringBuilder text, String what, @Nullable Secret secret) {
        if (secret != null) {
            line(text, what + "-" + secret.place().word(), secret.text());
        }
    }

    private static void line(StringBuilder text, String key, @Nullable String value) {
        if (value != null) {
            String escaped = value.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r");
            text.append(key).append('=').append(escaped).append('\n');
        }
    }
}
