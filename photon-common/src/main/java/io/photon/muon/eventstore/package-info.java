// SPDX-License-Identifier: Apache-2.0
/**
 * How the questions of the table go over Muon, next to what docs/muon-protocol section 10 names: their fields, and the
 * pieces of a long answer, for both sides. Other clients never need them. Pure.
 *
 * <p>May import: {@code codec}. Imported by: {@code client.muon}, {@code door.muon}.
 *
 * <p>Never here: sockets, threads, who may ask, what an answer is made of.
 */
@NullMarked
package io.photon.muon.eventstore;

import org.jspecify.annotations.NullMarked;
