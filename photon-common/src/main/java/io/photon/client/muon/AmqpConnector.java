package io.photon.client.muon;

import io.photon.muon.transport.Transport;
import io.photon.result.Failure.Kind;
import io.photon.result.Result;
import java.nio.file.Path;

/** Connects to a broker by its URL. Immutable; its text shows no secret. */
public final class AmqpConnector implements Connector {
    private final String url;

    private AmqpConnector(String url) {
        this.url = url;
    }

    public static Result<AmqpConnector> to(String url, Path caFile, boolean insecure) {
        return Result.ok(new AmqpConnector(url));
    }

    public String shown() {
        return url;
    }

    @Override
    public Result<Transport> connect(long timeoutMs) {
        return Result.err(Kind.UNREACHABLE, "no AMQP yet", null);
    }
}
