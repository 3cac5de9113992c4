// SPDX-License-Identifier: Apache-2.0
package io.photon.security.token;

import io.photon.security.ProvenIdentity;

/**
 * What is remembered of an id that was handed out. Immutable.
 *
 * @param identity of the login that got it
 * @param key by which {@link Tickets} knows it; not the id, and no secret
 * @param leftNanos how long it is still good, whether it is used or not
 */
public record IssuedToken(ProvenIdentity identity, String key, long leftNanos) {}
