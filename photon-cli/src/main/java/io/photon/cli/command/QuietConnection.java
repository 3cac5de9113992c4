// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.command;

import io.photon.cli.context.ChosenDaemon;
import io.photon.cli.output.Console;
import io.photon.cli.output.Report;
import io.photon.client.PhotonClient;
import io.photon.result.Result;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Clients for completion and prompts, where no message can be shown. The connection comes from words that may not be a whole
 * command yet. It never asks for a password and prints nothing. Immutable.
 */
public final class QuietConnection {

    private final List<String> words;
    private final Map<String, String> environment;

    private QuietConnection(List<String> words, Map<String, String> environment) {
        this.words = List.copyOf(words);
        this.environment = environment;
    }

    /** @param words of a command line; those about the connection count */
    public static QuietConnection of(List<String> words, Map<String, String> environment) {
        return new QuietConnection(words, environment);
    }

    /** What is given, read anew each time: in the life of a shell the rest may change. */
    private static final class Given {

        private final ConnectionOptions options = new ConnectionOptions();
        private @Nullable String service;

        Given(List<String> words) {
            for (int i = 0; i < words.size(); i++) {
                String word = words.get(i);
                int equals = word.startsWith("--") ? word.indexOf('=') : -1;
                if (word.equals("--insecure")) {
                    options.insecure = true;
                } else if (equals > 0) {
                    set(word.substring(0, equals), word.substring(equals + 1));
                } else if (i + 1 < words.size() && set(word, words.get(i + 1))) {
                    i++;
                }
            }
        }

        private boolean set(String option, String value) {
            switch (option) {
                case "--url" -> options.url = value;
                case "--context" -> options.context = value;
                case "--token" -> options.token = value;
                case "--token-file" -> options.tokenFile = Path.of(value);
                case "--user" -> options.user = value;
                case "--password-file" -> options.passwordFile = Path.of(value);
                case "--ca-file" -> options.caFile = Path.of(value);
                case "--muon-service" -> service = value;
                default -> {
                    return false;
                }
            }
            return true;
        }
    }

    /** The daemon's URL; empty when none can be told, as with an unknown context. */
    public String url() {
        return chosen().map(ChosenDaemon::url).orElse("");
    }

    /** What a person calls the daemon: its context, else its URL without secrets and the usual scheme. */
    public String shown() {
        Optional<ChosenDaemon> daemon = chosen();
        return daemon.isPresent() && daemon.get().context() != null
                ? daemon.get().context().name()
                : url().replaceFirst("//[^/]*@", "//").replaceFirst("^https?://", "");
    }

    private Optional<ChosenDaemon> chosen() {
        Result<ChosenDaemon> daemon = new Given(words).options.choose(report());
        return daemon instanceof Result.Ok<ChosenDaemon> ok ? Optional.of(ok.value()) : Optional.empty();
    }

    private Report report() {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        Console console =
                new Console(InputStream.nullInputStream(), nowhere, nowhere, false, false, false, environment);
        return new Report("names", console, null, "never", "none", Report.Level.QUIET);
    }

    /** Which daemon and who asks it: what tells one cache of names from another. May hold secrets. */
    public String target() {
        Given given = new Given(words);
        return String.join(
                "\n",
                url(),
                String.valueOf(given.options.user),
                String.valueOf(given.options.tokenFile),
                String.valueOf(given.options.token),
                environment.getOrDefault("PHOTON_TOKEN", ""),
                String.valueOf(given.service));
    }

    /** A new client; nothing is connected yet. @param timeoutMs how long a question may take */
    public Result<PhotonClient> open(long timeoutMs) {
        Given given = new Given(words);
        given.options.timeout = timeoutMs + "ms";
        return given.options.open(report(), false, given.service);
    }
}
