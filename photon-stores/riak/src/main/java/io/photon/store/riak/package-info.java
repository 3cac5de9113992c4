// SPDX-License-Identifier: Apache-2.0
/**
 * Events in Riak: {@code db.backend=riak}. The log is a sequence of slots that are written once, each under a key of its own,
 * as {@code store.slots} has it. Why so is in docs/adr/0067.
 *
 * <p>The way of a batch: {@code store.slots} → {@code RiakSlots} → {@code Bucket} → {@code RiakNodes}, which has the client.
 * What must be so before is found by {@code BucketType} and {@code OnlyOne}; {@code RiakServer} puts them together.
 *
 * <p>May import: {@code pace}, {@code settings}, {@code store}, {@code store.backend}, {@code store.slots}. Imported by:
 * {@code bench.store}; the daemon finds it as a service.
 *
 * <p>Never here: a class of the client in what is loaded before the store is opened.
 */
@NullMarked
package io.photon.store.riak;

import org.jspecify.annotations.NullMarked;
