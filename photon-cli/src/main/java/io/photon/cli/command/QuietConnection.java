package io.photon.cli.command;

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

/**
 * Clients for what nobody waits for a message of: completion, a prompt. It takes the connection from words that may not be a
 * whole command yet, asks for nothing and says nothing. Thread-safe.
 */
public final class QuietConnection {

    private final ConnectionOptions options = new ConnectionOptions();
    private final Map<String, String> environment;
    private String service;

    private QuietConnection(Map<String, String> environment) {
        this.environment = environment;
    }

    /** @param words of a command line; those about the connection count */
    public static QuietConnection of(List<String> words, Map<String, String> environment) {
        QuietConnection connection = new QuietConnection(environment);
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            int equals = word.startsWith("--") ? word.indexOf('=') : -1;
            if (word.equals("--insecure")) {
                connection.options.insecure = true;
            } else if (equals > 0) {
                connection.set(word.substring(0, equals), word.substring(equals + 1));
            } else if (i + 1 < words.size() && connection.set(word, words.get(i + 1))) {
                i++;
            }
        }
        return connection;
    }

    private boolean set(String option, String value) {
        switch (option) {
            case "--url" -> options.url = value;
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

    /** The daemon's URL. */
    public String url() {
        return ConnectionOptions.url(options.url, environment);
    }

    /** Which daemon and who asks it: what tells one cache of names from another. May hold secrets. */
    public String target() {
        return String.join(
                "\n",
                url(),
                String.valueOf(options.user),
                String.valueOf(options.tokenFile),
                String.valueOf(options.token),
                environment.getOrDefault("PHOTON_TOKEN", ""),
                String.valueOf(service));
    }

    /** A new client; nothing is connected yet. @param timeoutMs how long a question may take */
    public synchronized Result<PhotonClient> open(long timeoutMs) {
        options.timeout = timeoutMs + "ms";
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        Console console =
                new Console(InputStream.nullInputStream(), nowhere, nowhere, false, false, false, environment);
        return options.open(new Report("names", console, null, "never", "none", Report.Level.QUIET), false, service);
    }
}
