// SPDX-License-Identifier: Apache-2.0
/**
 * Whose thread does the work of projections, for how long at a time, and what becomes of a call that does not come back
 * ({@link io.photon.projection.schedule.Overseer}).
 *
 * <p>May import: {@code pace}, {@code task}. Imported by: {@code projection.run}, {@code projection.registry}, {@code projection.query},
 * {@code projection.engine}.
 *
 * <p>Never here: what the work is.
 */
@NullMarked
package io.photon.projection.schedule;

import org.jspecify.annotations.NullMarked;
