// SPDX-License-Identifier: Apache-2.0
/**
 * Events on the heap, for tests and for trying things out; gone when the process ends.
 *
 * <p>May import: {@code pace}, {@code settings}, {@code store}, {@code store.backend}, {@code event}. Imported by: wiring.
 *
 * <p>Never here: files, sockets.
 */
@NullMarked
package io.photon.store.memory;

import org.jspecify.annotations.NullMarked;
