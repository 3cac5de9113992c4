// SPDX-License-Identifier: Apache-2.0
/**
 * What can be done with a Photon, and who may do what. The way in: {@link io.photon.api.UseCases} answers every question of
 * the table in {@code question}, filled by noun ({@code EventUseCases}, {@code StreamUseCases}, {@code ProjectionUseCases},
 * {@code BackupUseCases} and so on); {@link io.photon.api.PhotonApi}, made of {@link io.photon.api.PhotonParts}, is who comes in,
 * and what is not a question: emitting, replaying, restoring. {@code Access} is where permissions are checked. The only room a door may enter; what it
 * gives and takes is its own, or an {@code event}, a {@code question}, a {@code result}.
 *
 * <p>May import: {@code question}, {@code text}, {@code projection}, {@code projection.spi}, {@code projection.trace}, {@code security}, {@code security.token}, {@code security.hook}, {@code backup}, {@code follow}, {@code sql}, {@code sql.wire}, {@code log},
 * {@code budget}, {@code core}, {@code flow}, {@code metrics}, {@code codec}, {@code event}, {@code result}, {@code journal}, {@code os}, {@code settings}, {@code task}; of {@code store} and {@code filter} the values that the
 * log speaks in. Imported by: the doors, wiring.
 *
 * <p>Never here: protocols, threads; JSON but where an answer is the same at every door.
 */
@NullMarked
package io.photon.api;

import org.jspecify.annotations.NullMarked;
