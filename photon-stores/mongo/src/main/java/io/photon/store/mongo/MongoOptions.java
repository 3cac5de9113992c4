// SPDX-License-Identifier: Apache-2.0
package io.photon.store.mongo;

import io.photon.store.backend.SlotOptions;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How to open the store.
 *
 * @param target where the servers are
 * @param database of the store, which nothing else uses
 * @param user null for the one of the URL, or none
 * @param password null for the one of the URL, or none
 * @param caFile PEM certificates to trust with TLS; null for those that Java trusts
 * @param slots what is the same for each server of this kind
 */
record MongoOptions(
        MongoTarget target,
        String database,
        @Nullable String user,
        @Nullable String password,
        @Nullable Path caFile,
        SlotOptions slots) {

    /** For messages. */
    String shown() {
        return target.shown();
    }

    @Override
    public String toString() {
        return shown() + "/" + database; // never the password
    }
}
