// SPDX-License-Identifier: Apache-2.0
/**
 * Which projections there are: a fold of {@code __config__} ({@link io.photon.projection.registry.Registry}) over files and what is built
 * in; changes are events written there ({@link io.photon.projection.registry.ConfigCommands}).
 *
 * <p>May import: {@code projection}, {@code projection.spi}, {@code projection.schedule}, {@code projection.run}, {@code log}, {@code store}, {@code core}, {@code event},
 * {@code codec}, {@code filter}, {@code result}, {@code os}, Jackson (to read requests). Imported by: {@code projection.engine}.
 *
 * <p>Never here: folding, values.
 */
@NullMarked
package io.photon.projection.registry;

import org.jspecify.annotations.NullMarked;
