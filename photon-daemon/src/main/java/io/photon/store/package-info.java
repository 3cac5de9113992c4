/**
 * The promise of a store: {@link io.photon.store.EventStore} and what it speaks in. Every backend proves it with the same test, {@code EventStoreContract}.
 * Beside it {@link io.photon.store.SnapshotStore}: what is derived, and may be lost.
 *
 * <p>May import: {@code event}, {@code result}. Imported by: log (which calls it), projection (which keeps its snapshots there), the backends (which keep it), wiring.
 *
 * <p>Never here: a backend, a thread, a clock.
 */
package io.photon.store;
