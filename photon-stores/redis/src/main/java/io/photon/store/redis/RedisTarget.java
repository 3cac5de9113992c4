// SPDX-License-Identifier: Apache-2.0
package io.photon.store.redis;

import io.photon.store.StoreException;
import io.photon.store.StoreException.Kind;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Where the server is and who asks it.
 *
 * @param user null for Redis' default user
 * @param password null for none
 */
record RedisTarget(
        String host,
        int port,
        boolean tls,
        @Nullable String user,
        @Nullable String password,
        int database) {

    private static final int DEFAULT_PORT = 6379;

    /** Whether a text is a URL of a server. */
    static boolean isUrl(String text) {
        URI uri = uri(text);
        if (uri == null || uri.getScheme() == null || uri.getHost() == null) {
            return false;
        }
        String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
        String path = uri.getPath() == null ? "" : uri.getPath();
        return (scheme.equals("redis") || scheme.equals("rediss"))
                && path.matches("(/[0-9]{0,4})?")
                && uri.getRawQuery() == null
                && uri.getRawFragment() == null;
    }

    private static @Nullable URI uri(String text) {
        try {
            return new URI(text).parseServerAuthority();
        } catch (URISyntaxException e) {
            return null; // the caller names the value and its place
        }
    }

    /**
     * @param url as {@link #isUrl} allows it
     * @param fromFile the password of a file, null for none
     * @param database null when only the URL may name one
     */
    static RedisTarget of(String url, @Nullable String fromFile, @Nullable Integer database) throws StoreException {
        URI uri = uri(url);
        if (uri == null) {
            throw new IllegalArgumentException("no URL of a server");
        }
        String info = uri.getRawUserInfo() == null ? "" : uri.getRawUserInfo();
        int colon = info.indexOf(':');
        String user = decoded(colon < 0 ? info : info.substring(0, colon));
        String password = colon < 0 ? null : decoded(info.substring(colon + 1));
        if (colon < 0 && !info.isEmpty() && fromFile == null) {
            throw new StoreException(
                    Kind.REFUSED,
                    "redis.url names a user without a password; write redis://USER:PASSWORD@HOST, or"
                            + " redis://:PASSWORD@HOST for the default user, or set redis.password-file");
        }
        if (password != null && fromFile != null) {
            throw new StoreException(
                    Kind.REFUSED, "redis.url has a password, and redis.password-file is set, too; keep one of them");
        }
        return new RedisTarget(
                uri.getHost(),
                uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort(),
                uri.getScheme().equalsIgnoreCase("rediss"),
                user.isEmpty() ? null : user,
                fromFile != null ? fromFile : password,
                database(uri.getPath(), database));
    }

    private static int database(@Nullable String path, @Nullable Integer database) throws StoreException {
        String digits = path == null || path.length() < 2 ? "" : path.substring(1);
        if (digits.isEmpty()) {
            return database == null ? 0 : database;
        }
        int inUrl = Integer.parseInt(digits);
        if (database != null && database != inUrl) {
            throw new StoreException(
                    Kind.REFUSED,
                    "redis.url names database " + inUrl + ", and redis.database is " + database + "; keep one of them");
        }
        return inUrl;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    /** For messages: without user and password. */
    String shown() {
        return (tls ? "rediss://" : "redis://") + host + ":" + port + (database == 0 ? "" : "/" + database);
    }

    @Override
    public String toString() {
        return shown();
    }
}
