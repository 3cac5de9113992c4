// SPDX-License-Identifier: Apache-2.0
/**
 * The bytes in flight: how much of the heap may hold what is on its way in or out, over all doors and readers. Who
 * needs memory takes it here, waits when there is none, and gives it back in every case.
 *
 * <p>May import: {@code task}. Imported by: {@code log..}, {@code projection..}, {@code backup}, {@code api}, the
 * doors, {@code bench.store}, wiring.
 *
 * <p>Never here: protocols, events, what is done with the memory.
 */
@NullMarked
package io.photon.budget;

import org.jspecify.annotations.NullMarked;
