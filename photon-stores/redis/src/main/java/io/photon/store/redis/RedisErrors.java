// SPDX-License-Identifier: Apache-2.0
package io.photon.store.redis;

import io.photon.store.StoreException;
import io.photon.store.StoreException.Kind;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What an error that the server answers means. Pure. */
final class RedisErrors {

    /** Redis 5 and 6 put the word of an error inside a script somewhere into the text. */
    private static final Pattern WORD =
            Pattern.compile("\\b(OOM|READONLY|LOADING|BUSY|MISCONF|NOAUTH|WRONGPASS|NOPERM|MOVED"
                    + "|ASK|WRONGTYPE|MASTERDOWN|CLUSTERDOWN|TRYAGAIN|NOREPLICAS)\\b");

    /** What a message ends with about a server that reads its files. */
    static final String LOADING = "is still loading its data";

    private RedisErrors() {}

    /**
     * The same as an exception of a store. After FAILED it is not known whether something was done; after any other kind
     * nothing was, for the server checks these things first.
     *
     * @param server for the message
     */
    static StoreException of(String server, String error, @Nullable Throwable cause) {
        Matcher matcher = WORD.matcher(error);
        String word = matcher.find() ? matcher.group(1) : "";
        return switch (word) {
            case "OOM" ->
                new StoreException(Kind.NO_SPACE, "Redis at " + server + " is full: it has reached maxmemory", cause);
            case "MISCONF" ->
                new StoreException(
                        error.contains("No space left") ? Kind.NO_SPACE : Kind.REFUSED,
                        "Redis at " + server + " cannot write its files: " + error,
                        cause);
            case "READONLY" ->
                refused(server, "is a replica, which takes no writes; redis.url has to name the primary", cause);
            case "LOADING" -> refused(server, LOADING, cause);
            case "BUSY" -> refused(server, "is busy with another client's script", cause);
            case "MOVED", "ASK" ->
                refused(
                        server,
                        "is a node of a cluster which does not have these keys (" + error
                                + "); redis.url has to name the node that has them",
                        cause);
            case "NOAUTH" -> refused(server, "asks for a password; set it in redis.password-file", cause);
            case "WRONGPASS" -> refused(server, "does not know this user and password", cause);
            case "NOPERM" -> refused(server, "does not let this user do what a store needs: " + error, cause);
            case "WRONGTYPE" ->
                refused(server, "has keys of something else with these names; set redis.prefix to another", cause);
            case "MASTERDOWN", "CLUSTERDOWN", "TRYAGAIN", "NOREPLICAS" ->
                refused(server, "cannot answer now: " + error, cause);
            default -> new StoreException(Kind.FAILED, "Redis at " + server + " answered: " + error, cause);
        };
    }

    private static StoreException refused(String server, String what, @Nullable Throwable cause) {
        return new StoreException(Kind.REFUSED, "Redis at " + server + " " + what, cause);
    }
}
