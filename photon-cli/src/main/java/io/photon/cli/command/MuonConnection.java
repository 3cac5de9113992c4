// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.command;

import io.photon.client.PhotonClient;
import io.photon.client.muon.MuonPhotonClient;
import io.photon.client.muon.network.AmqpConnector;
import io.photon.client.muon.network.MuonClientSettings;
import io.photon.client.muon.network.MuonNetwork;
import io.photon.result.Result;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A Muon network by its URL: the one place where commands reach for AMQP, so that others do not load it. */
final class MuonConnection {

    private final AmqpConnector connector;
    private final @Nullable String token;
    private final long timeoutMs;

    private MuonConnection(AmqpConnector connector, @Nullable String token, long timeoutMs) {
        this.connector = connector;
        this.token = token;
        this.timeoutMs = timeoutMs;
    }

    /** @param notes get a sentence when the broker makes us wait, and when it does no more */
    static Result<MuonConnection> to(
            String url,
            @Nullable String token,
            long timeoutMs,
            @Nullable Path caFile,
            boolean insecure,
            Consumer<String> notes) {
        return AmqpConnector.to(url, caFile, insecure, obstacle -> notes.accept(note(obstacle)))
                .map(connector -> new MuonConnection(connector, token, timeoutMs));
    }

    private static String note(@Nullable String obstacle) {
        return obstacle == null
                ? "the broker takes messages again"
                : "waiting, for the broker takes no messages for now: " + obstacle;
    }

    /** The broker as messages name it: without user and password. */
    String shown() {
        return connector.shown();
    }

    PhotonClient client(@Nullable String service) {
        return new MuonPhotonClient(settings(service), connector);
    }

    MuonNetwork network() {
        return new MuonNetwork(settings(null), connector);
    }

    private MuonClientSettings settings(@Nullable String service) {
        return new MuonClientSettings(connector.shown(), service, token, timeoutMs, MuonClientSettings.ANSWER_MS);
    }
}
