// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.names;

import io.photon.client.PhotonClient;
import io.photon.result.Result;
import io.photon.settings.Surroundings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The names of one daemon, from the cache as long as they are fresh. Nothing here fails: what is not known is not offered.
 * Thread-safe.
 */
public final class Names {

    /** How long a list counts as current. */
    static final long FRESH_MS = 3_000;

    private final NameFile file;
    private final Supplier<Result<PhotonClient>> clients;
    private final Clock clock;
    private @Nullable List<NameList> known;

    /**
     * @param target the daemon's URL and who asks it: what one user sees, another may not
     * @param environment says where the cache folder is
     * @param clients opens a client for one question; asked off the calling thread
     */
    public Names(String target, Map<String, String> environment, Supplier<Result<PhotonClient>> clients, Clock clock) {
        this.file = new NameFile(folder(environment).resolve(key(target)));
        this.clients = clients;
        this.clock = clock;
    }

    /** {@code $XDG_CACHE_HOME/photon/names}, or what stands for it. */
    static Path folder(Map<String, String> environment) {
        String given = environment.getOrDefault("XDG_CACHE_HOME", "");
        Path cache = given.startsWith("/") // the XDG rules: a relative one is to be ignored
                ? Path.of(given)
                : Surroundings.home(environment).resolve(".cache");
        return cache.resolve("photon").resolve("names");
    }

    /** A short name that tells nothing of the URL, which may hold a password: FNV-1a, 64 bits. */
    public static String key(String target) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < target.length(); i++) {
            hash = (hash ^ target.charAt(i)) * 0x100000001b3L;
        }
        return Long.toHexString(hash);
    }

    /** What is known, fresh or not. */
    public synchronized List<String> known(NameKey key) {
        NameList list = find(key);
        return list == null ? List.of() : list.startingWith(key.prefix());
    }

    /** Whether what is known is what the daemon would say now. */
    public synchronized boolean isFresh(NameKey key) {
        NameList list = find(key);
        long age = list == null ? Long.MAX_VALUE : clock.millis() - list.askedMs();
        return age >= 0 && age < FRESH_MS;
    }

    /** The newest list that has every name wanted. */
    private @Nullable NameList find(NameKey key) {
        if (known == null) {
            known = file.read();
        }
        NameList best = null;
        for (NameList list : known) {
            if (list.answers(key) && (best == null || list.askedMs() > best.askedMs())) {
                best = list;
            }
        }
        return best;
    }

    /** Asks the daemon and keeps the answer. Takes as long as the client's timeout lets it. */
    public boolean refresh(NameKey key) {
        Result<PhotonClient> opened = clients.get();
        if (opened instanceof Result.Err<PhotonClient>) {
            return false;
        }
        try (PhotonClient client = opened.value()) {
            Result<NameList> answer = NameQuestions.ask(client, key, clock.millis());
            if (answer instanceof Result.Ok<NameList> ok) {
                keep(ok.value());
                return true;
            }
            return false;
        }
    }

    private synchronized void keep(NameList list) {
        try {
            file.put(list);
            known = file.read();
        } catch (IOException e) {
            List<NameList> kept = new ArrayList<>(known == null ? List.of() : known);
            kept.removeIf(old -> old.key().equals(list.key()));
            kept.add(0, list);
            // The cache folder cannot be written: known as long as this process lives.
            known = List.copyOf(kept.subList(0, Math.min(NameFile.MOST_LISTS, kept.size())));
        }
    }
}
