// SPDX-License-Identifier: Apache-2.0
/**
 * A log of slots that are written once, in a server that can compare and set: what all backends of this kind share. A copy of
 * the log in files of the backend {@code file} is what is read. Why so is in docs/adr/0062.
 *
 * <p>A backend implements {@link io.photon.store.slots.SlotServer} with its four tables
 * ({@link io.photon.store.slots.SlotTable}, {@link io.photon.store.slots.PartTable}, {@link io.photon.store.FactTable},
 * {@link io.photon.store.slots.LeaseTable}), and gives it to {@link io.photon.store.slots.SlotStore#open}. All else is here.
 *
 * <p>The way of a batch: {@code SlotStore} → {@code SlotLog} (which decides whose a slot is) → {@code SlotTable}; then
 * {@code SlotCache}. The way of a page: {@code SlotReader} → {@code SlotLog} (new slots first) → {@code SlotCache}.
 * What is damaged there: {@code CacheReader} → {@code SlotCopies} (the slots again).
 *
 * <p>May import: {@code event}, {@code pace}, {@code store}, {@code store.backend}, {@code store.file}, {@code store.file.disk}, {@code store.lease},
 * {@code task}. Imported by: the backends in modules of their own.
 *
 * <p>Never here: a driver, a setting, what is so of one server only.
 */
@NullMarked
package io.photon.store.slots;

import org.jspecify.annotations.NullMarked;
