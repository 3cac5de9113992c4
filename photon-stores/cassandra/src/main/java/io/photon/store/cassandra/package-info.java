// SPDX-License-Identifier: Apache-2.0
/**
 * Events in Cassandra: {@code db.backend=cassandra}. The log is a sequence of slots that are written once, each with one
 * batch, as {@code store.slots} has it. Why so is in docs/adr/0062.
 *
 * <p>The way of a batch: {@code store.slots} → {@code CassandraSlots} → {@code CassandraLink}. What must be so before is found by
 * {@code Schema} and {@code Health}; {@code CassandraServer} puts them together.
 *
 * <p>May import: {@code pace}, {@code settings}, {@code store}, {@code store.backend}, {@code store.slots}. Imported by:
 * {@code bench.store}; the daemon finds it as a service.
 *
 * <p>Never here: a class of the driver in what is loaded before the store is opened.
 */
@NullMarked
package io.photon.store.cassandra;

import org.jspecify.annotations.NullMarked;
