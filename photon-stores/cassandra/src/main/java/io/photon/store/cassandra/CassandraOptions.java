// SPDX-License-Identifier: Apache-2.0
package io.photon.store.cassandra;

import java.nio.file.Path;
import java.time.Duration;
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
 * @param replication copies per data centre; without a name: of the one that is asked. Only for a keyspace that is made
 * @param timeout how long one answer is waited for
 * @param lease how long a writer counts as there that does not say so
 * @param requireDurable whether a cluster that does not force writes is refused
 * @param cache folder of the local copy
 * @param address where clients reach this process; empty when that is not known
 */
record CassandraOptions(
        List<String> hosts,
        int port,
        String keyspace,
        @Nullable String datacenter,
        @Nullable String user,
        @Nullable String password,
        Map<String, Integer> replication,
        Duration timeout,
        Duration lease,
        boolean requireDurable,
        Path cache,
        String address) {

    /** The same without an address. */
    CassandraOptions(
            List<String> hosts,
            int port,
            String keyspace,
            @Nullable String datacenter,
            @Nullable String user,
            @Nullable String password,
            Map<String, Integer> replication,
            Duration timeout,
            Duration lease,
            boolean requireDurable,
            Path cache) {
        this(hosts, port, keyspace, datacenter, user, password, replication, timeout, lease, requireDurable, cache, "");
    }

    /** For messages. */
    String shown() {
        return hosts.stream().map(host -> host + ":" + port).collect(Collectors.joining(", "));
    }

    @Override
    public String toString() {
        return shown() + "/" + keyspace; // never the password
    }
}
