/**
 * Who is asking: the administrator's password, the token of this start and the file it lies in; later users,
 * applications and tokens, as state folded from {@code __security__}. Every secret is compared in constant time.
 *
 * <p>May import: log, core. Imported by: api, wiring.
 *
 * <p>Never here: HTTP, AMQP.
 */
package io.photon.security;
