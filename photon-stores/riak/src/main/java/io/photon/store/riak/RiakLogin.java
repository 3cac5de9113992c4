// SPDX-License-Identifier: Apache-2.0
package io.photon.store.riak;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Who asks a Riak whose security is on, over TLS: it knows no users without it, and no TLS without them.
 *
 * @param caFile PEM certificates to trust; null for those that Java trusts
 * @param checksHost whether a node's certificate must name it
 */
record RiakLogin(String user, String password, @Nullable Path caFile, boolean checksHost) {

    @Override
    public String toString() {
        return user; // never the password
    }
}
