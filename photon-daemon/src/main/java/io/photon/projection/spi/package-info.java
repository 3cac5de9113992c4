// SPDX-License-Identifier: Apache-2.0
/**
 * What a language of reductions and a built-in projection provide: {@link io.photon.projection.spi.ReducerEngine} compiles a
 * {@link io.photon.projection.spi.Definition} to a {@link io.photon.projection.spi.Reducer}.
 *
 * <p>May import: {@code event}, {@code filter}, {@code result}, {@code store}. Imported by: {@code projection..}, {@code api}, wiring.
 *
 * <p>Never here: threads, snapshots, how a projection runs.
 */
@NullMarked
package io.photon.projection.spi;

import org.jspecify.annotations.NullMarked;
