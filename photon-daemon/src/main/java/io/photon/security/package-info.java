// SPDX-License-Identifier: Apache-2.0
/**
 * Who is asking, and what they may do: the administrator's password, the token of this start and the file it lies in, the
 * users besides with their grants, and how often a client may guess. Users are a fold of {@code __security__}
 * ({@link io.photon.security.Accounts}), kept current by {@link io.photon.security.SecurityLog}, which also makes changes. An
 * {@link io.photon.security.ProvenIdentity} carries {@link io.photon.security.Rights}; {@code Accounts.current} tells what became of
 * it. Every secret is compared in constant time.
 *
 * <p>May import: {@code log}, {@code store}, {@code event}, {@code filter}, {@code codec}, {@code os}, {@code result}, {@code task},
 * Jackson (to read events), slf4j. Imported by: {@code security.token}, {@code security.hook}, {@code api}, wiring.
 *
 * <p>Never here: HTTP, AMQP; whether a question may be asked is decided in {@code api}.
 */
@NullMarked
package io.photon.security;

import org.jspecify.annotations.NullMarked;
