// SPDX-License-Identifier: Apache-2.0
/**
 * Clients come first: how busy the thread is that they wait for, and how much of the time work in the background may take
 * then. Why: docs/adr/0051.
 *
 * <p>May import: nothing of ours. Imported by: {@code log.engine}, {@code store.backend}, {@code store.slots}, the backends, {@code projection.schedule},
 * {@code projection.engine}, {@code bench.store}, wiring.
 *
 * <p>Never here: what the work is.
 */
@NullMarked
package io.photon.pace;

import org.jspecify.annotations.NullMarked;
