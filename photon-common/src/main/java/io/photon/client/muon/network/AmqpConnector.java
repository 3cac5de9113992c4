// SPDX-License-Identifier: Apache-2.0
package io.photon.client.muon.network;

import io.photon.client.Trust;
import io.photon.muon.transport.Connectivity;
import io.photon.muon.transport.Transport;
import io.photon.muon.transport.amqp.AmqpTransport;
import io.photon.muon.transport.amqp.BrokerAddress;
import io.photon.result.Result;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** Connects to a broker by its URL: one attempt, whose failure is the answer. Immutable; its text shows no secret. */
public final class AmqpConnector implements Connector {

    private final BrokerAddress broker;
    private final @Nullable SSLContext trust;
    private final Consumer<String> obstacles;

    private AmqpConnector(BrokerAddress broker, @Nullable SSLContext trust, Consumer<String> obstacles) {
        this.broker = broker;
        this.trust = trust;
        this.obstacles = obstacles;
    }

    /**
     * Understands {@code amqp://USER:PASSWORD@HOST:PORT/VHOST}.
     *
     * @param caFile PEM certificates to trust instead of the default trust store, or null
     * @param insecure whether to accept any certificate
     * @param obstacles called from another thread: with the reason when the broker takes no messages for now, with null when
     *     it takes them again
     */
    public static Result<AmqpConnector> to(
            String url, @Nullable Path caFile, boolean insecure, Consumer<String> obstacles) {
        return BrokerAddress.parse(url, null)
                .then(address -> trust(address, caFile, insecure)
                        .map(trust -> new AmqpConnector(address, trust.orElse(null), obstacles)));
    }

    /** Empty for what Java trusts, and where no TLS is asked for. */
    private static Result<Optional<SSLContext>> trust(BrokerAddress broker, @Nullable Path caFile, boolean insecure) {
        return broker.secure() && (caFile != null || insecure)
                ? Trust.context(caFile, insecure).map(context -> Optional.of(context))
                : Result.ok(Optional.empty());
    }

    /** The broker as messages name it: without user and password. */
    public String shown() {
        return broker.withoutIdentity();
    }

    @Override
    public Result<Transport> connect(long timeoutMs) {
        AmqpTransport transport = AmqpTransport.open(broker, "photon-cli", trust, obstacles);
        Result<Connectivity> outcome = transport.awaitAttempt(timeoutMs);
        if (outcome instanceof Result.Err<Connectivity> err) {
            transport.close();
            return Result.err(err.failure());
        }
        return Result.ok(transport);
    }
}
