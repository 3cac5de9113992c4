// SPDX-License-Identifier: Apache-2.0
package io.photon.store.redis;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How to open the store.
 *
 * @param target the server
 * @param caFile PEM file of certificates to trust; null for those of Java
 * @param prefix what the names of all keys begin with
 * @param timeout how long one answer, or a connection, is waited for
 * @param lease how long a writer counts as there that does not say so
 * @param requireDurable whether a server that does not force each write is refused
 * @param address where clients reach this process; empty when that is not known
 */
record RedisOptions(
        RedisTarget target,
        @Nullable Path caFile,
        String prefix,
        Duration timeout,
        Duration lease,
        boolean requireDurable,
        String address) {}
