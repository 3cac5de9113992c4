// SPDX-License-Identifier: Apache-2.0
/**
 * What endpoints read and write with. A {@code Call} is one request: its {@code Target}, its headers, short answers. A body is read by a
 * {@code RequestBodyReader}, a short one by a {@code SmallBody}; {@code NumberedLines}, {@code ArrayItems} and {@code Gunzip} take it apart. What goes
 * out at length is written by a {@code ResponseStream}. Both work on the request's I/O thread and stop when the
 * other side is slow, so that no waiting client holds a thread or more memory than a few buffers. What is in memory counts
 * in the {@code Budget}: {@code RequestMemory}, {@code Outbound}. Worker threads do what may wait for the disk. Which heads are not taken
 * says {@code RequestHeadCheck}, and for whom a proxy speaks {@code TrustedProxies}.
 *
 * <p>May import: {@code door.http.wire}, {@code door.http.wire.connection}, {@code question}, api, {@code budget}, {@code codec}, {@code edn}, {@code result}, {@code settings}, Undertow. Imported by:
 * {@code door.http}, {@code door.http.endpoint}, {@code door.http.identity}, {@code door.http.socket}, {@code door.http.console}, {@code door.http.wire.answer}.
 *
 * <p>Never here: an endpoint, paths, identities, rules, the form of an event.
 */
@NullMarked
package io.photon.door.http.wire.call;

import org.jspecify.annotations.NullMarked;
