// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.command;

import io.photon.cli.context.Context;
import io.photon.cli.context.Secret;
import io.photon.cli.context.SecretReader;
import io.photon.cli.output.Report;
import io.photon.client.DaemonAddress;
import io.photon.client.DaemonToken;
import io.photon.client.Identity;
import io.photon.result.Failure.Kind;
import io.photon.result.Result;
import io.photon.settings.Surroundings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who asks: what the options say, else the context, else PHOTON_TOKEN, else the token that a daemon of this user left.
 * What is typed, or told by a program, is asked for once in a run. Thread-safe: a dashboard opens several clients at once.
 */
public final class Credentials {

    /** Whether the warning about a token that all can read was given. */
    private boolean noted;

    private final ConnectionOptions options;
    private final @Nullable Context context;
    private final Report report;
    private @Nullable String password;
    private @Nullable String contextToken;
    private String who = "nobody";

    /** @param context null for none */
    Credentials(ConnectionOptions options, @Nullable Context context, Report report) {
        this.options = options;
        this.context = context;
        this.report = report;
    }

    /** Who asks, in words and without any secret, as of the last time that it was found out. */
    String who() {
        return who;
    }

    /** Who asks over HTTP. */
    synchronized Result<Identity> of(DaemonAddress endpoint) {
        String user = user();
        if (user != null) {
            who = "user " + user;
            return password(user).map(text -> new Identity.User(user, text));
        }
        return token().then(secret -> {
            if (secret.isPresent()) {
                return Result.ok(new Identity.Token(secret.get()));
            }
            DaemonToken.Found found = daemonToken(endpoint, report.console().environment());
            if (found.note() != null) {
                report.detail(found.note());
                report.whenRefused("give --token-file FILE, --user NAME or PHOTON_TOKEN; " + found.note()
                        + "; see: photon help identity");
            }
            who = found.identity() instanceof Identity.Nobody ? "nobody" : "the daemon's own token, " + found.file();
            return Result.ok(found.identity());
        });
    }

    /** The user of the options, else of the context; null when a token says who asks. */
    private @Nullable String user() {
        if (options.token != null || options.tokenFile != null) {
            return null;
        }
        return options.user != null ? options.user : context == null ? null : context.user();
    }

    /** What a daemon of this user left on this machine. */
    public static DaemonToken.Found daemonToken(DaemonAddress endpoint, Map<String, String> environment) {
        return DaemonToken.find(
                endpoint, environment, Surroundings.home(environment).toString());
    }

    private void noteOnce(String text) {
        if (!noted) {
            noted = true;
            report.note(text);
        }
    }

    /** The token that was given, empty when none was. */
    synchronized Result<Optional<String>> token() {
        if (options.token != null) {
            noteOnce("--token can be read by every user of this machine, in the list of processes; use --token-file"
                    + " FILE or PHOTON_TOKEN");
            who = "the token of --token";
            return Result.ok(Optional.of(options.token));
        }
        if (options.tokenFile != null) {
            who = "the token in " + options.tokenFile;
            return secret("--token-file", options.tokenFile).map(Optional::of);
        }
        if (context != null && context.token() != null) {
            who = "the token from " + context.token().shown();
            return contextToken != null
                    ? Result.ok(Optional.of(contextToken))
                    : kept(context.name(), context.token(), "token").map(text -> {
                        contextToken = text;
                        return Optional.of(text);
                    });
        }
        String given = report.console().environment().getOrDefault("PHOTON_TOKEN", "");
        if (given.isEmpty()) {
            return Result.ok(Optional.empty());
        }
        who = "the token in PHOTON_TOKEN";
        return Result.ok(Optional.of(given));
    }

    /** The address of a broker, with the password of its user when the context says where that is. */
    synchronized Result<String> broker(String url) {
        Context named = context;
        return named == null || !url.equals(named.url()) || named.password() == null
                ? Result.ok(url)
                : remembered(kept(named.name(), named.password(), "password")).map(text -> named.urlWith(text));
    }

    private Result<String> kept(String contextName, Secret secret, String what) {
        return new SecretReader(report.console().environment(), report::note)
                .read(secret, "the " + what + " of context '" + contextName + "'");
    }

    /** The password of a user, as options, the context or the terminal give it. */
    synchronized Result<String> password(String user) {
        if (password != null) {
            return Result.ok(password);
        }
        if (options.passwordFile != null) {
            return remembered(secret("--password-file", options.passwordFile));
        }
        return remembered(
                context != null && user.equals(context.user()) && context.password() != null
                        ? kept(context.name(), context.password(), "password")
                        : typed(user));
    }

    private Result<String> remembered(Result<String> found) {
        return found.then(text -> {
            password = text;
            return Result.ok(text);
        });
    }

    private Result<String> typed(String user) {
        java.io.Console terminal = report.console().isInTerminal() ? System.console() : null;
        if (terminal == null) {
            return Result.err(
                    Kind.BAD_INPUT, "no terminal to ask for the password", "give it with --password-file FILE");
        }
        char[] typed = terminal.readPassword("Password of %s: ", user);
        if (typed == null) {
            return Result.err(Kind.BAD_INPUT, "no password given", "type it, or give it with --password-file FILE");
        }
        String text = new String(typed);
        return text.indexOf('\ufffd') < 0
                ? Result.ok(text)
                : Result.err(
                        Kind.BAD_INPUT,
                        "the password holds letters that this terminal's encoding has not",
                        "give it with --password-file FILE, in UTF-8");
    }

    private static Result<String> secret(String option, Path file) {
        try {
            return Result.ok(Files.readString(file).strip());
        } catch (IOException e) {
            return Result.err(
                    Kind.BAD_INPUT,
                    option + " " + file
                            + (e instanceof NoSuchFileException ? ": there is no such file" : " cannot be read"),
                    "check the path and who may read it");
        }
    }
}
