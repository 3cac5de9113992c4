// SPDX-License-Identifier: Apache-2.0
package io.photon.client;

import io.photon.result.Failure;
import io.photon.result.Result;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;

/**
 * Where a daemon listens. Immutable.
 *
 * @param secure whether to speak TLS
 * @param host name or address, without brackets
 * @param port 1 to 65535
 * @param path a prefix of every path, empty or beginning with a slash and ending without one
 */
public record DaemonAddress(boolean secure, String host, int port, String path) {

    /** Where a daemon listens unless told otherwise. */
    public static final DaemonAddress DEFAULT = new DaemonAddress(false, "localhost", 3000, "");

    /** Reads {@code http://host:port[/prefix]}; a missing scheme means http, a missing port 3000 (443 with https). */
    public static Result<DaemonAddress> parse(String url) {
        String text = url.contains("://") ? url : "http://" + url;
        try {
            URI uri = new URI(text);
            String scheme = uri.getScheme().toLowerCase(java.util.Locale.ROOT);
            if (!scheme.equals("http") && !scheme.equals("https")) {
                return bad(url, "its scheme is " + scheme);
            }
            if (uri.getHost() == null) {
                return bad(url, "it names no host");
            }
            if (uri.getUserInfo() != null || uri.getQuery() != null || uri.getFragment() != null) {
                return bad(url, "it has more than scheme, host, port and path");
            }
            boolean secure = scheme.equals("https");
            int port = uri.getPort() < 0 ? secure ? 443 : 3000 : uri.getPort();
            if (port < 1 || port > 65_535) {
                return bad(url, "its port is not 1 to 65535");
            }
            String host = uri.getHost();
            if (host.startsWith("[")) {
                host = host.substring(1, host.length() - 1);
            }
            String path = uri.getRawPath() == null ? "" : uri.getRawPath();
            while (path.endsWith("/")) {
                path = path.substring(0, path.length() - 1);
            }
            return Result.ok(new DaemonAddress(secure, host, port, path));
        } catch (URISyntaxException e) {
            return bad(url, e.getReason());
        }
    }

    private static <T> Result<T> bad(String url, String why) {
        return Result.err(
                Failure.Kind.BAD_INPUT,
                "'" + url + "' is not the address of a daemon: " + why,
                "write http://host:port or https://host:port");
    }

    /**
     * Whether the host is this machine's loopback, resolved if need be.
     *
     * @return false when the name has any other address, or none
     */
    public boolean isLoopback() {
        try {
            for (InetAddress address : InetAddress.getAllByName(host)) {
                if (!address.isLoopbackAddress()) {
                    return false;
                }
            }
            return true;
        } catch (UnknownHostException e) {
            return false; // a client that connects hears about the name
        }
    }

    /** The value of the Host header. */
    public String authority() {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }

    @Override
    public String toString() {
        return (secure ? "https://" : "http://") + authority() + path;
    }
}
