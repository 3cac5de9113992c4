// SPDX-License-Identifier: Apache-2.0
/**
 * {@link io.photon.client.PhotonConnection} over any number of {@link io.photon.client.PhotonClient}s, each of which does one
 * thing at a time: requests share a few that are kept, each subscription has one of its own.
 *
 * <p>May import: {@code question}, {@code client}, {@code client.flow}, {@code codec}, {@code event}, {@code result}. Imported by:
 * {@code client.http}, {@code client.muon}.
 *
 * <p>Never here: a protocol, sockets.
 */
@NullMarked
package io.photon.client.pool;

import org.jspecify.annotations.NullMarked;
