// SPDX-License-Identifier: Apache-2.0
/**
 * How a kind of store is found and opened: {@link io.photon.store.backend.StoreBackend}, which a jar next to the program
 * can bring.
 *
 * <p>May import: {@code client} (whom to trust), {@code pace}, {@code result}, {@code settings}, {@code store},
 * {@code store.lease}. Imported by: the backends, {@code store.slots}, {@code bench.store}, wiring.
 *
 * <p>Never here: a backend, the search for one.
 */
@NullMarked
package io.photon.store.backend;

import org.jspecify.annotations.NullMarked;
