// SPDX-License-Identifier: Apache-2.0
/**
 * What stands for a user name after its password was shown once: sessions, simple tokens, signed tokens, refresh tokens, applications.
 * Ids and secrets are 256 random bits (a simple token has 122), kept as digests only, and bounded in number. Nothing here
 * knows who the users are: a ticket says a name, and {@code security} says whether there is such a user still.
 *
 * <p>May import: {@code security}, {@code codec}, {@code event}, {@code os}, {@code result}, Nimbus (signs and checks JSON Web Tokens), Jackson
 * (to read events). Imported by: api, wiring.
 *
 * <p>Never here: HTTP, cookies, who may do what.
 */
@NullMarked
package io.photon.security.token;

import org.jspecify.annotations.NullMarked;
