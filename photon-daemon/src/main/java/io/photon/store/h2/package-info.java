// SPDX-License-Identifier: Apache-2.0
/**
 * The default backend: the log of {@code store.file} plus a SQL mirror in H2; each heals the other.
 *
 * <p>{@link io.photon.store.h2.H2EventStore} is the store; {@code H2Start} decides what is believed when it opens,
 * {@code MirrorThread} keeps the database equal to the log, {@code MirrorDatabase} holds all SQL, {@code MirrorFile} and
 * {@code PairingMarker} the bytes beside it.
 *
 * <p>May import: {@code pace}, {@code text}, {@code result}, {@code settings}, {@code store}, {@code core},
 * {@code store.backend}, {@code store.file}, {@code store.file.disk}, {@code event}, {@code codec}, {@code os}, {@code task}, {@code java.sql},
 * H2. Imported by: wiring.
 *
 * <p>Never here: sockets, rules about who may do what.
 */
@NullMarked
package io.photon.store.h2;

import org.jspecify.annotations.NullMarked;
