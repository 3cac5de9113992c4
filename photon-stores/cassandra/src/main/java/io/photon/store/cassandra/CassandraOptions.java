// SPDX-License-Identifier: Apache-2.0
package io.photon.store.cassandra;

import io.photon.store.backend.SlotOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How to open the store.
 *
 * @param hosts at least one node of the cluster
 * @param datacenter the one whose nodes are asked; null for that of the hosts
 * @param user null for none
 * @param password null for none
 * @param tls null for connections that are not encrypted
 * @param replication copies per data centre; without a name: of the one that is asked. Only for a keyspace that is made
 * @param slots what is the same for each server of this kind
 */
record CassandraOptions(
        List<String> hosts,
        int port,
        String keyspace,
        @Nullable String datacenter,
        @Nullable String user,
        @Nullable String password,
        @Nullable Tls tls,
        Map<String, Integer> replication,
        SlotOptions slots) {

    /**
     * How connections are encrypted.
     *
     * @param caFile PEM certificates to trust; null for those that Java trusts
     * @param checksHost whether a node's certificate must name it
     */
    record Tls(@Nullable Path caFile, boolean checksHost) {}

    /** For messages. */
    String shown() {
        return hosts.stream().map(host -> host + ":" + port).collect(Collectors.joining(", "));
    }

    @Override
    public String toString() {
        return shown() + "/" + keyspace; // never the password
    }
}
