// SPDX-License-Identifier: Apache-2.0
/**
 * WebSockets (RFC 6455). A {@link io.photon.door.http.socket.SocketEndpoint} shakes hands; then a {@code WebSocket} reads frames
 * through a {@code FrameReader}, writes them through the same {@code ResponseStream} as long answers of HTTP, and tells a
 * {@link io.photon.door.http.socket.SocketSession} what comes: a replay with demand, or a message a second.
 *
 * <p>May import: {@code question}, {@code door.http.wire}, {@code door.http.wire.call}, {@code door.http.endpoint}, api, {@code codec}, {@code event}, {@code result},
 * {@code text}, Jackson, Undertow. Imported by: {@code door.http}.
 *
 * <p>Never here: paths, identities, rules.
 */
@NullMarked
package io.photon.door.http.socket;

import org.jspecify.annotations.NullMarked;
