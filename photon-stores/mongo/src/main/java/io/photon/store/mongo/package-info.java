// SPDX-License-Identifier: Apache-2.0
/**
 * Events in MongoDB: {@code db.backend=mongo}. The log is a sequence of slots that are written once, each a document with one
 * batch, as {@code store.slots} has it. Why so is in docs/adr/0066.
 *
 * <p>The way of a batch: {@code store.slots} → {@code MongoSlots} → {@code MongoLink}. What must be so before is found by
 * {@code StoreIdentity} and {@code Health}; {@code MongoServer} puts them together.
 *
 * <p>May import: {@code pace}, {@code settings}, {@code store}, {@code store.backend}, {@code store.slots}.
 * Imported by: {@code bench.store}; the daemon finds it as a service.
 *
 * <p>Never here: a class of the driver in what is loaded before the store is opened.
 */
@NullMarked
package io.photon.store.mongo;

import org.jspecify.annotations.NullMarked;
