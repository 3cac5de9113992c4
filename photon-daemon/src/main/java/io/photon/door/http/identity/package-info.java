// SPDX-License-Identifier: Apache-2.0
/**
 * Who asks over HTTP: reads what a request shows (password, token, session cookie, id and secret of an application), has the api
 * say who that is, and remembers it for the connection as long as it stays true. A change that comes with a session cookie
 * needs the session's CSRF token too.
 *
 * <p>The way: {@code ShownIdentity} takes secrets out of a request, {@code HttpAuthentication} finds the caller,
 * {@code PasswordLogin} checks passwords, {@code SessionCookie} writes and reads the cookie.
 *
 * <p>May import: {@code door.http.wire.call}, api, {@code result}, Undertow. Imported by: {@code door.http},
 * {@code door.http.endpoint}.
 *
 * <p>Never here: who the users are, what they may do, hashes.
 */
@NullMarked
package io.photon.door.http.identity;

import org.jspecify.annotations.NullMarked;
