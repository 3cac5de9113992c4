// SPDX-License-Identifier: Apache-2.0
/**
 * The projections that are part of Photon: {@code __streams__} (totals, sizes and inferred schemas) and
 * {@code __security-state__} (applications by user). Native code over the bytes of events; their state is in
 * {@link io.photon.store.StateRows}, row by row, so that it may be larger than the heap.
 *
 * <p>May import: {@code projection.spi}, {@code store}, {@code core}, {@code event}, {@code codec}. Imported
 * by: wiring.
 *
 * <p>Never here: threads, files, cursors (the engine runs these projections as any other).
 */
@NullMarked
package io.photon.projection.builtin;

import org.jspecify.annotations.NullMarked;
