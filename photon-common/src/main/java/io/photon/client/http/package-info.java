// SPDX-License-Identifier: Apache-2.0
/**
 * {@link io.photon.client.PhotonClient} over HTTP/1.1 on plain sockets: keep-alive, chunks both ways, request and
 * answer at the same time, TLS. Small on purpose: it speaks to Photon, and starts in no time.
 *
 * <p>May import: {@code question}, {@code client}, {@code client.pool}, {@code codec}, {@code result}, {@code text}. Imported by: {@code cli.command..}, {@code daemon}.
 *
 * <p>Never here: rules, rendering, global state (trust, timeouts and identity belong to one client).
 */
@NullMarked
package io.photon.client.http;

import org.jspecify.annotations.NullMarked;
