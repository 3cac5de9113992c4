/**
 * Who is asking: the administrator's password, the token of this start and the file it lies in, and how often somebody
 * may guess. Every secret is compared in constant time.
 *
 * <p>May import: {@code os}, {@code result}, slf4j. Imported by: {@code api}, wiring.
 *
 * <p>Never here: HTTP, AMQP.
 */
@NullMarked
package io.photon.security;

import org.jspecify.annotations.NullMarked;
