// SPDX-License-Identifier: Apache-2.0
/**
 * The promise of a store: {@link io.photon.store.EventStore} and what it speaks in. Every backend proves it with the
 * same test, {@code EventStoreContract}. What a store may do in a better way than by reading and appending is a facet:
 * {@link io.photon.store.Pinning}, {@link io.photon.store.StagingArea}, {@link io.photon.store.Verification},
 * {@link io.photon.store.Erasure}. Next to it {@link io.photon.store.SnapshotStore}: what is derived, and may be lost.
 *
 * <p>May import: {@code event}, {@code core}, {@code codec}, {@code text}, Jackson (to read what {@code delete-stream!} says). Imported by: {@code log..} (which calls it), {@code projection..},
 * {@code projection.builtin}, {@code projection.trace} (which keep their snapshots there, or read), {@code security}, {@code backup}, {@code follow}, {@code migration},
 * {@code api} (which speak in its values), the backends, {@code store.file.disk} and {@code store.snapshot} (which keep it),
 * {@code store.lease}, {@code store.backend}, {@code store.generic}, {@code store.slots}, {@code bench.store}, wiring.
 *
 * <p>Never here: a backend, a thread, a clock.
 */
@NullMarked
package io.photon.store;

import org.jspecify.annotations.NullMarked;
