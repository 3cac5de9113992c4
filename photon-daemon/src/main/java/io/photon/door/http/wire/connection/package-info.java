// SPDX-License-Identifier: Apache-2.0
/**
 * From the socket to Undertow and back. {@code HttpListener} is the way in: it accepts a connection, with the key of {@code Tls} if there is one,
 * and puts a {@code RequestSource} before Undertow and an {@code AnswerSink} after it, which find what Undertow would refuse without a word. What they
 * know of a body is asked by {@code RequestBody}. Over HTTP/2, which {@code Negotiation} opens, {@code StreamHandler} and {@code StreamBody} stand for them.
 * Requests whose head came before go a short way, {@code RepeatedRequests}, and Undertow does not hear of them.
 *
 * <p>May import: {@code door.http.wire}, {@code codec}, {@code result}, {@code task}, {@code text}, Undertow. Imported by: {@code door.http}, {@code door.http.endpoint}, {@code door.http.wire.call}.
 *
 * <p>Never here: what a request asks, who asks it, events.
 */
@NullMarked
package io.photon.door.http.wire.connection;

import org.jspecify.annotations.NullMarked;
