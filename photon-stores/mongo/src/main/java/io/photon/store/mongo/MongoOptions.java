// SPDX-License-Identifier: Apache-2.0
package io.photon.store.mongo;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How to open the store.
 *
 * @param target where the servers are
 * @param database of the store, which nothing else uses
 * @param user null for the one of the URL, or none
 * @param password null for the one of the URL, or none
 * @param timeout how long one answer is waited for
 * @param lease how long a writer counts as there that does not say so
 * @param requireDurable whether servers that do not force writes are refused
 * @param cache folder of the local copy
 * @param address where clients reach this process; empty when that is not known
 */
record MongoOptions(
        MongoTarget target,
        String database,
        @Nullable String user,
        @Nullable String password,
        Duration timeout,
        Duration lease,
        boolean requireDurable,
        Path cache,
        String address) {

    /** The same without an address. */
    MongoOptions(
            MongoTarget target,
            String database,
            @Nullable String user,
            @Nullable String password,
            Duration timeout,
            Duration lease,
            boolean requireDurable,
            Path cache) {
        this(target, database, user, password, timeout, lease, requireDurable, cache, "");
    }

    /** For messages. */
    String shown() {
        return target.shown();
    }

    @Override
    public String toString() {
        return shown() + "/" + database; // never the password
    }
}
