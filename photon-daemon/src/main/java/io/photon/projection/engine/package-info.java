// SPDX-License-Identifier: Apache-2.0
/**
 * All projections of a daemon ({@link io.photon.projection.engine.ProjectionEngine}): what was recorded is brought about, what is asked is
 * handed on.
 *
 * <p>May import: {@code pace}, {@code projection}, {@code projection.spi}, {@code projection.schedule}, {@code projection.run}, {@code projection.registry},
 * {@code projection.query}, {@code log}, {@code store}, {@code event}, {@code result}. Imported by: wiring.
 *
 * <p>Never here: a language, protocols, permissions.
 */
@NullMarked
package io.photon.projection.engine;

import org.jspecify.annotations.NullMarked;
