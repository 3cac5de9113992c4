// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.context;

import io.photon.client.DaemonAddress;
import io.photon.result.Failure.Kind;
import io.photon.result.Result;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A named daemon. Immutable. Holds no secret, only the places where secrets are kept.
 *
 * @param name see {@link ContextName}
 * @param url the daemon by http(s)://, or the broker by amqp(s)://, without a password
 * @param service the event store's name on a Muon network, null for whichever is there
 * @param caFile PEM certificates to trust, an absolute path; null for the usual ones
 * @param user who asks over HTTP, null for the holder of a token
 * @param token where the token for Photon is kept, null for none
 * @param password where the password is kept, of {@code user} over HTTP, of the broker's user in the URL over AMQP; null
 *     for none
 * @param production whether what destroys data needs the context's name
 */
public record Context(
        String name,
        String url,
        @Nullable String service,
        @Nullable String caFile,
        @Nullable String user,
        @Nullable Secret token,
        @Nullable Secret password,
        boolean production) {

    /** Whether a URL is that of a broker. */
    public static boolean isBroker(String url) {
        String lower = url.toLowerCase(Locale.ROOT);
        return lower.startsWith("amqp://") || lower.startsWith("amqps://");
    }

    /** Whether it is reached over a broker. */
    public boolean isBroker() {
        return isBroker(url);
    }

    /** The context itself, or BAD_INPUT with what is wrong in it. */
    public Result<Context> check() {
        Result<?> address = isBroker() ? broker() : DaemonAddress.parse(url);
        return ContextName.check(name)
                .then(valid -> address)
                .then(valid -> identity())
                .then(valid -> check(token, "token"))
                .then(valid -> check(password, "password"))
                .then(valid -> caFile == null || caFile.startsWith("/")
                        ? Result.ok(this)
                        : bad("ca-file: '" + caFile + "' is not an absolute path", "begin it with /"));
    }

    private static Result<?> check(@Nullable Secret secret, String what) {
        return secret == null
                ? Result.ok(true)
                : secret.check(what + "-" + secret.place().word());
    }

    private Result<?> broker() {
        try {
            String user = new URI(url).getRawUserInfo();
            return user != null && user.indexOf(':') >= 0
                    ? bad(
                            "url: a password in it would be shown and listed with it",
                            "write amqp://USER@HOST, and say where the password is with --password-file,"
                                    + " --password-env or --password-command")
                    : user == null && password != null
                            ? bad("password: the URL names no user of the broker", "write amqp://USER@HOST")
                            : Result.ok(url);
        } catch (URISyntaxException e) {
            return bad("url: it is not the address of a broker: " + e.getReason(), "write amqp://[USER@]HOST[:PORT]");
        }
    }

    private Result<?> identity() {
        if (isBroker()) {
            return user != null
                    ? bad("user: it is for HTTP", "over AMQP the broker's user stands in the URL: amqp://USER@HOST")
                    : Result.ok(true);
        }
        if (service != null) {
            return bad("service: it is for amqp://", "leave it out with http://");
        }
        if (user != null && token != null) {
            return bad("user and token: who asks is said twice", "leave one of them out");
        }
        return user == null && password != null
                ? bad("password: it belongs to no user", "name the user too")
                : Result.ok(true);
    }

    /** The URL of the broker with the password of its user. */
    public String urlWith(String secret) {
        String encoded = URLEncoder.encode(secret, StandardCharsets.UTF_8).replace("+", "%20");
        int at = url.indexOf('@');
        return url.substring(0, at) + ":" + encoded + url.substring(at);
    }

    private static <T> Result<T> bad(String what, String hint) {
        return Result.err(Kind.BAD_INPUT, what, hint);
    }

    /** In words who asks, without any secret. */
    public String identityShown() {
        if (token != null) {
            return "token from " + token.shown();
        }
        if (user != null) {
            return user + (password == null ? ", asks for the password" : ", password from " + password.shown());
        }
        return password == null ? "" : "broker's password from " + password.shown();
    }
}
