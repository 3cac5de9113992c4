// SPDX-License-Identifier: Apache-2.0
/**
 * What endpoints read and write with. A {@code Call} is one request. What comes in is read by a {@code RequestBodyReader},
 * what goes out at length is written by a {@code ResponseStream}: both on the request's I/O thread, both stopping when the
 * other side is slow, so that no waiting client holds a thread or more memory than a few buffers. What is in memory counts
 * in the {@code Budget}: {@code RequestMemory}, {@code Outbound}. Worker threads do what may wait for the disk.
 *
 * <p>May import: {@code question}, {@code text}, api, {@code budget}, {@code cloudevents}, {@code codec}, {@code edn}, {@code event}, {@code flow}, {@code result}, {@code settings}, {@code task}, Undertow. Imported by:
 * {@code door.http}, {@code door.http.endpoint}, {@code door.http.identity}, {@code door.http.socket}, {@code door.http.console}, wiring.
 *
 * <p>Never here: an endpoint, paths, identities, rules.
 */
@NullMarked
package io.photon.door.http.wire;

import org.jspecify.annotations.NullMarked;
