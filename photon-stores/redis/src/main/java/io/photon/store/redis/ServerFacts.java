// SPDX-License-Identifier: Apache-2.0
package io.photon.store.redis;

import io.lettuce.core.protocol.CommandType;
import io.photon.store.EventStore.Durability;
import io.photon.store.StoreException;
import io.photon.store.StoreException.Kind;
import io.photon.text.Utf8;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a server says of itself.
 *
 * @param info INFO's fields
 * @param config CONFIG's, as far as they matter here; null when this user may not ask for them
 */
record ServerFacts(Map<String, String> info, @Nullable Map<String, String> config) {

    private static final int OLDEST_VERSION = 5;

    static ServerFacts ask(Pipe pipe) throws StoreException, NoAnswerException {
        Map<String, String> info = new HashMap<>();
        Object text = pipe.await(pipe.send(CommandType.INFO)).get(0);
        for (String line : Utf8.text(Replies.bytes(text)).split("\r?\n")) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                info.put(line.substring(0, colon), line.substring(colon + 1));
            }
        }
        return new ServerFacts(Map.copyOf(info), config(pipe));
    }

    private static @Nullable Map<String, String> config(Pipe pipe) throws NoAnswerException {
        Map<String, String> config = new HashMap<>();
        try {
            for (String name : List.of("maxmemory*", "append*", "no-appendfsync-on-rewrite")) {
                List<@Nullable Object> found = pipe.await(pipe.send(CommandType.CONFIG, "GET", name));
                for (int i = 0; i + 1 < found.size(); i += 2) {
                    config.put(Replies.text(found.get(i)), Replies.text(found.get(i + 1)));
                }
            }
            return Map.copyOf(config);
        } catch (StoreException notAllowed) { // a hosted Redis often forbids or renames the command
            return null;
        }
    }

    String version() {
        return info.getOrDefault("redis_version", "unknown");
    }

    boolean isLoading() {
        return info.getOrDefault("loading", "0").equals("1");
    }

    /** What keeps this server from being used at all. @param server for the message */
    void check(String server) throws StoreException {
        String major = version().replaceFirst("\\..*", "");
        if (major.matches("[0-9]{1,4}") && Integer.parseInt(major) < OLDEST_VERSION) {
            throw refused(server, "is of version " + version() + "; a store needs " + OLDEST_VERSION + " or newer");
        }
        if (info.getOrDefault("role", "master").equals("slave")) {
            throw refused(
                    server,
                    "is a replica of " + info.get("master_host") + ":" + info.get("master_port")
                            + ", which takes no writes; redis.url has to name the primary");
        }
        if (hasMemoryLimit() && policy().startsWith("allkeys")) {
            throw refused(
                    server,
                    "removes keys when its memory is full (maxmemory-policy " + policy()
                            + "), and so would remove events; set it there: CONFIG SET maxmemory-policy noeviction");
        }
    }

    private static StoreException refused(String server, String what) {
        return new StoreException(Kind.REFUSED, "Redis at " + server + " " + what);
    }

    private String policy() {
        return info.getOrDefault("maxmemory_policy", "noeviction");
    }

    private boolean hasMemoryLimit() {
        return !info.getOrDefault("maxmemory", "0").equals("0");
    }

    /** What is dangerous, though it may go well; null when nothing is. */
    @Nullable String evictionWarning() {
        if (policy().equals("noeviction") || hasMemoryLimit() && policy().startsWith("volatile")) {
            return null;
        }
        return "maxmemory-policy is " + policy() + ": once "
                + (hasMemoryLimit() ? "its memory is full" : "maxmemory is set")
                + ", Redis would remove events; set it to noeviction";
    }

    Durability durability() {
        return whyNotDurable() == null ? Durability.FSYNC : Durability.MEMORY;
    }

    /** Why an answer does not mean that the event is on the server's disk, and what to do; null when it does. */
    @Nullable String whyNotDurable() {
        if (!info.getOrDefault("aof_enabled", "0").equals("1")) {
            return "appendonly is off; set appendonly yes and appendfsync always";
        }
        Map<String, String> known = config;
        if (known == null) {
            return "CONFIG GET is not allowed, so it is not known whether appendfsync is always";
        }
        String fsync = known.getOrDefault("appendfsync", "unknown");
        if (!fsync.equals("always")) {
            return "appendfsync is " + fsync + "; set it to always";
        }
        return known.getOrDefault("no-appendfsync-on-rewrite", "no").equals("no")
                ? null
                : "no-appendfsync-on-rewrite is yes; set it to no";
    }
}
