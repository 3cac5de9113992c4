// SPDX-License-Identifier: Apache-2.0
/**
 * HTTP for everybody: REST, NDJSON, Server-Sent Events. Knows the protocol, holds no rule and no permission check. This
 * room opens the door, says who comes in, and which endpoint a path means; {@code door.http.endpoint} holds the endpoints,
 * {@code door.http.wire} what they read and write with, {@code door.http.openapi} the document of all calls,
 * {@code door.http.socket} WebSockets, {@code door.http.console} the web console.
 *
 * <p>The way of a request: {@code wire.connection.HttpListener} accepts it, {@code wire.call.RequestHeadCheck} looks at its head,
 * {@code Router} asks {@code identity.HttpAuthentication} and finds the endpoint in {@code Routes}, which answers its {@code wire.call.Call}; at length it does so
 * with {@code wire.answer}. An emit that begins with the head of the
 * one before goes a short way: {@code wire.connection.RepeatedRequests}.
 *
 * <p>May import: {@code question}, {@code door.http.wire..}, {@code door.http.identity}, {@code door.http.endpoint}, {@code door.http.openapi}, {@code door.http.socket}, {@code door.http.console}, api, {@code budget}, {@code metrics}, {@code codec}, {@code event},
 * {@code flow}, {@code os}, {@code result}, {@code settings}, Undertow. Imported by: wiring.
 *
 * <p>Never here: rules, stores, the log.
 */
@NullMarked
package io.photon.door.http;

import org.jspecify.annotations.NullMarked;
