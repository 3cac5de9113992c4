/**
 * Who is asking: users, the loopback token, later applications and tokens; state folded from {@code __security__}.
 *
 * <p>May import: log, core. Imported by: api, wiring.
 *
 * <p>Never here: HTTP, AMQP.
 */
package io.photon.security;
