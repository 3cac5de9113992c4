// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.command.migrate;

import io.photon.daemon.Backends;
import io.photon.daemon.StoreConfig;
import io.photon.result.Failure;
import io.photon.result.Result;
import io.photon.settings.LoadedSettings;
import io.photon.settings.SettingArguments;
import io.photon.settings.Surroundings;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@code --from} and {@code --to} mean: a backend or a file of settings, then settings as {@code KEY=VALUE}; or the URL of
 * a daemon.
 *
 * @param option as written, for messages
 * @param words at least one
 */
record StoreWords(String option, List<String> words) {

    /** Whether a running daemon is meant. */
    boolean isUrl() {
        return words.get(0).contains("://");
    }

    /** The daemon's address; BAD_INPUT when more is said than that. */
    Result<String> url() {
        if (words.size() > 1) {
            return bad(
                    option + " is a URL, and '" + words.get(1) + "' follows it",
                    "a running daemon has its settings; who asks it, --token or --user say");
        }
        return words.get(0).startsWith("http")
                ? Result.ok(words.get(0))
                : bad(
                        option + " is '" + words.get(0) + "', and a daemon is migrated over HTTP only",
                        "give its http:// or https:// URL");
    }

    /** Which store; BAD_INPUT with all that is wrong with the settings. */
    Result<StoreConfig> store(Surroundings surroundings) {
        String first = words.get(0);
        boolean isFile = first.contains("/") || first.endsWith(".properties");
        SettingArguments given = new SettingArguments(List.of(), List.of());
        if (!isFile) {
            given = given.with(option, "db.backend", first);
        }
        for (String word : words.subList(1, words.size())) {
            int equals = word.indexOf('=');
            if (equals < 1) {
                return bad(
                        option + " has '" + word + "', which is not a setting",
                        "write KEY=VALUE, e.g. " + option + " file file.path=/var/lib/photon/events");
            }
            given = given.with(option, word.substring(0, equals), word.substring(equals + 1));
        }
        Backends backends = Backends.ofThisProgram();
        LoadedSettings loaded = backends.read(given, isFile ? Path.of(first) : null, surroundings, false);
        if (loaded instanceof LoadedSettings.Bad wrong) {
            Failure one = wrong.errors().get(0);
            return bad(option + ": " + one.message(), one.hint());
        }
        StoreConfig store = new StoreConfig(((LoadedSettings.Good) loaded).settings(), backends);
        if (!store.isKept()) {
            return bad(
                    option + " is memory, which is gone with its daemon",
                    "give the URL of that daemon as --from; as --to choose a backend that keeps events");
        }
        return Result.ok(store);
    }

    private static <T> Result<T> bad(String message, @Nullable String hint) {
        return Result.err(Failure.Kind.BAD_INPUT, message, hint);
    }
}
