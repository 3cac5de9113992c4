// SPDX-License-Identifier: Apache-2.0
/**
 * Events in Cassandra: {@code db.backend=cassandra}. The log is a sequence of slots that are written once, each with one
 * batch; a copy of it in files of the backend {@code file} is what is read. Why so is in docs/adr/0062.
 *
 * <p>The way of a batch: {@link io.photon.store.cassandra.CassandraEventStore} → {@code SlotLog} (which decides whose a slot
 * is) → {@code SlotTable} → {@code Cluster}; then {@code SlotCache}. The way of a page: {@code SlotLog} (new slots first) →
 * {@code SlotCache}.
 *
 * <p>May import: {@code event}, {@code pace}, {@code settings}, {@code store}, {@code store.backend}, {@code store.file},
 * {@code store.generic}, {@code store.lease}, {@code task}, {@code text}. Imported by: none; the daemon finds it as a
 * service.
 *
 * <p>Never here: a class of the driver in what is loaded before the store is opened.
 */
@NullMarked
package io.photon.store.cassandra;

import org.jspecify.annotations.NullMarked;
