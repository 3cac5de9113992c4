// SPDX-License-Identifier: Apache-2.0
/**
 * The right to append to a store that several processes can reach: {@link io.photon.store.lease.SequencerLease}.
 * {@link io.photon.store.lease.LocalLease} is that of a store which one process has alone.
 *
 * <p>May import: {@code store}. Imported by: {@code log.engine} (which appends as long as it holds one),
 * {@code store.backend}, {@code store.slots}, the backends that can be shared, wiring.
 *
 * <p>Never here: a backend, a thread; clocks only as time that passes.
 */
@NullMarked
package io.photon.store.lease;

import org.jspecify.annotations.NullMarked;
