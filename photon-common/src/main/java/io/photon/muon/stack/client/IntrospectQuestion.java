// SPDX-License-Identifier: Apache-2.0
package io.photon.muon.stack.client;

import io.photon.muon.wire.Introspection;
import io.photon.muon.wire.Steps;

/** What a service speaks and offers (docs/muon-protocol section 9). */
public final class IntrospectQuestion {

    private IntrospectQuestion() {}

    /**
     * The answer.
     *
     * @param json as it came
     * @param report the same, read
     */
    public record Answer(byte[] json, Introspection report) {}

    /** Asks. Whatever step an answer has, for servers differ (docs/muon-protocol 9.1). */
    public static MuonQuestion<Answer> of() {
        return new MuonQuestion<>(Outgoing.of(Steps.INTROSPECT, Steps.INTROSPECTION_REQUESTED), message -> {
            byte[] json = message.payload();
            return Introspection.decode(json).map(report -> new Answer(json, report));
        });
    }
}
