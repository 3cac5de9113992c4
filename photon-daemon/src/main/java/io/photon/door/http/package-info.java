/**
 * HTTP for everybody: REST, NDJSON, Server-Sent Events. Knows the protocol, holds no rule and no permission check.
 *
 * <p>{@code Router} finds the endpoint; a {@code Call} is one request. What comes in is read by a {@code BodyPump}, what
 * goes out at length is written by an {@code Outflow}: both on the request's I/O thread, both stopping when the other
 * side is slow, so that no waiting client holds a thread or more memory than a few buffers. What is in memory counts in the {@code Budget}:
 * {@code RequestMemory}, {@code Outbound}. Worker threads do what may
 * wait for the disk.
 *
 * <p>May import: api, {@code budget}, {@code codec}, {@code event}, {@code os}, {@code result}, {@code settings}, Undertow. Imported by:
 * wiring.
 *
 * <p>Never here: rules, stores, the log.
 */
package io.photon.door.http;
