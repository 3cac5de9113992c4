// SPDX-License-Identifier: Apache-2.0
/**
 * What requests are read and answers are written with. This room has what the rooms below all know: {@code HttpSettings}, the
 * {@code OpenRequests}, and of a request its {@code RequestFacts}, with what answers the next one that is the same ({@code Repeatable}).
 * A request comes through the others in this order:
 *
 * <ol>
 *   <li>{@code door.http.wire.connection}: the socket, TLS, and the bytes of a connection before Undertow reads them and after it has written them;
 *   <li>{@code door.http.wire.call}: a {@code Call} is one request, with its target, its body and its answer as bytes;
 *   <li>{@code door.http.wire.answer}: long answers, item by item or chunk by chunk, as NDJSON, Server-Sent Events or CloudEvents.
 * </ol>
 *
 * <p>May import: {@code codec}, {@code result}, {@code settings}, Undertow. Imported by: {@code door.http}, {@code door.http.endpoint},
 * {@code door.http.socket}, {@code door.http.wire..}, wiring.
 *
 * <p>Never here: an endpoint, paths, identities, rules; a connection, a body.
 */
@NullMarked
package io.photon.door.http.wire;

import org.jspecify.annotations.NullMarked;
