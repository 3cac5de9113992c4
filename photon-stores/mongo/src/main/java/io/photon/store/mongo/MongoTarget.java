// SPDX-License-Identifier: Apache-2.0
package io.photon.store.mongo;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where the servers are: hosts with commas between them, or a URL as MongoDB has it. What a URL says besides hosts, user and
 * database is read by the driver.
 *
 * @param url with which the driver connects; may have a password
 * @param shown for messages: the hosts, without user, password and options
 * @param database that the URL names; null for none
 * @param hasUser whether the URL names a user
 */
record MongoTarget(String url, String shown, @Nullable String database, boolean hasUser) {

    private static final Pattern HOSTS = Pattern.compile(
            "(?:\\[[0-9a-fA-F:.]+]|[A-Za-z0-9._-]+)(?::[0-9]{1,5})?(?:,\\s*(?:\\[[0-9a-fA-F:.]+]|[A-Za-z0-9._-]+)(?::[0-9]{1,5})?)*");

    private static final Pattern URL =
            Pattern.compile("(mongodb(?:\\+srv)?)://(?:([^@/?]*)@)?([^@/?]+)(?:/([^/?@]*))?(?:\\?(.*))?");

    /** Whether a text names servers. */
    static boolean isTarget(String text) {
        if (HOSTS.matcher(text).matches()) {
            return true;
        }
        Matcher url = URL.matcher(text);
        return url.matches() && HOSTS.matcher(url.group(3)).matches();
    }

    /** @param text as {@link #isTarget} allows it */
    static MongoTarget of(String text) {
        Matcher url = URL.matcher(text);
        if (!url.matches()) {
            String hosts = text.replaceAll("\\s", "");
            return new MongoTarget("mongodb://" + hosts + "/", hosts, null, false);
        }
        String database = url.group(4);
        String user = url.group(2);
        return new MongoTarget(
                text,
                url.group(1).equals("mongodb") ? url.group(3) : "mongodb+srv://" + url.group(3),
                database == null || database.isEmpty() ? null : database,
                user != null && !user.isEmpty());
    }

    /** What a URL says of an option; null for nothing. */
    @Nullable String option(String name) {
        Matcher parts = URL.matcher(url);
        String options = parts.matches() ? parts.group(5) : null;
        if (options == null) {
            return null;
        }
        for (String each : options.split("[&;]")) {
            if (each.regionMatches(true, 0, name + "=", 0, name.length() + 1)) {
                return each.substring(name.length() + 1);
            }
        }
        return null;
    }

    @Override
    public String toString() {
        return shown;
    }
}
