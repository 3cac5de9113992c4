// SPDX-License-Identifier: Apache-2.0
package io.photon.client.muon.network;

import org.jspecify.annotations.Nullable;

/**
 * How to ask over Muon. The text form shows no secret.
 *
 * @param shown the broker as messages name it, never with a password
 * @param service the name of the service that is meant; null for {@code photon}, or else the one that is an event store
 * @param token who asks, or null for no identity
 * @param timeoutMs how long a request may take as a whole, 0 for no limit
 * @param answerMs how long an answer may take that does not stream, 1 or more
 */
public record MuonClientSettings(
        String shown, @Nullable String service, @Nullable String token, long timeoutMs, long answerMs) {

    /** How long an answer may take unless a time limit says less: services answer at once, or never. */
    public static final long ANSWER_MS = 30_000;

    @Override
    public String toString() {
        return "MuonSettings[" + shown + ", " + service + "]";
    }
}
