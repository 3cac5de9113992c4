// SPDX-License-Identifier: Apache-2.0
package io.photon.muon.transport.amqp;

import io.photon.result.Failure;
import io.photon.result.Result;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Where a broker is and as whom to come. Immutable. Its text never shows the password.
 *
 * @param secure whether to speak TLS
 * @param host name or address, without brackets
 * @param port 1 to 65535
 * @param user never null
 * @param password never null
 * @param virtualHost never empty
 */
public record BrokerAddress(boolean secure, String host, int port, String user, String password, String virtualHost) {

    /** AMQP's own ports. */
    private static final int PORT = 5672;

    private static final int TLS_PORT = 5671;
    private static final String GUEST = "guest";

    /**
     * Reads {@code amqp://user:password@host[:port][/vhost]} (docs/muon-protocol 1.1). User and password default to
     * {@code guest}, the virtual host to {@code /}; what stands after a question mark is for other clients and not
     * read.
     *
     * @param port for a URL that names none, null for AMQP's own: 5672, with {@code amqps} 5671
     */
    public static Result<BrokerAddress> parse(String url, @Nullable Integer port) {
        int colon = url.indexOf("://");
        String scheme = colon < 0 ? "" : url.substring(0, colon).toLowerCase(Locale.ROOT);
        if (!scheme.equals("amqp") && !scheme.equals("amqps")) {
            return bad("its scheme is not amqp or amqps");
        }
        String rest = cut(cut(url.substring(colon + 3), '#'), '?');
        int slash = rest.indexOf('/');
        String authority = slash < 0 ? rest : rest.substring(0, slash);
        String path = slash < 0 ? "" : rest.substring(slash + 1);
        int at = authority.lastIndexOf('@');
        String identity = at < 0 ? GUEST + ":" + GUEST : authority.substring(0, at);
        String place = authority.substring(at + 1);
        int hostEnd = place.startsWith("[") ? place.indexOf(']') + 1 : place.indexOf(':');
        String host = withoutBrackets(hostEnd < 0 ? place : place.substring(0, hostEnd));
        if (host.isEmpty()) {
            return bad("it names no host");
        }
        boolean secure = scheme.equals("amqps");
        int usual = port != null ? port : secure ? TLS_PORT : PORT;
        int number = port(hostEnd < 0 ? "" : place.substring(hostEnd), usual);
        if (number < 1 || number > 65_535) {
            return bad("its port is not 1 to 65535");
        }
        return of(secure, host, number, identity, path);
    }

    private static String withoutBrackets(String host) {
        return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    }

    /** @param text a colon and a number, or nothing @return 0 when it cannot be read */
    private static int port(String text, int usual) {
        if (text.isEmpty()) {
            return usual;
        }
        return text.startsWith(":") ? number(text.substring(1)) : 0;
    }

    /** @param identity user and password, each percent-encoded @param path without its slash */
    private static Result<BrokerAddress> of(boolean secure, String host, int port, String identity, String path) {
        try {
            int divide = identity.indexOf(':');
            String user = decoded(divide < 0 ? identity : identity.substring(0, divide));
            String password = decoded(divide < 0 ? "" : identity.substring(divide + 1));
            String virtualHost = path.isEmpty() ? "/" : decoded(path);
            return Result.ok(new BrokerAddress(secure, host, port, user, password, virtualHost));
        } catch (IllegalArgumentException e) {
            return bad("a % in it is not followed by two hexadecimal digits");
        }
    }

    /** Its message does not repeat the URL: there may be a password in it. */
    private static Result<BrokerAddress> bad(String why) {
        return Result.err(
                Failure.Kind.BAD_INPUT,
                "the address of the AMQP broker cannot be read: " + why,
                "write amqp://USER:PASSWORD@HOST:PORT/VHOST, or amqps:// for TLS");
    }

    private static String cut(String text, char end) {
        int at = text.indexOf(end);
        return at < 0 ? text : text.substring(0, at);
    }

    private static int number(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            return 0; // refused as any other port that cannot be
        }
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    /** The same without user and password: for announcements and messages. */
    public String withoutIdentity() {
        String name = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
        int usual = secure ? TLS_PORT : PORT;
        return (secure ? "amqps://" : "amqp://")
                + name
                + (port == usual ? "" : ":" + port)
                + (virtualHost.equals("/") ? "" : "/" + virtualHost);
    }

    /** For messages: with the user, never with the password. */
    @Override
    public String toString() {
        String text = withoutIdentity();
        return user.equals(GUEST)
                ? text
                : text.replaceFirst("://", "://" + java.util.regex.Matcher.quoteReplacement(user) + "@");
    }
}
