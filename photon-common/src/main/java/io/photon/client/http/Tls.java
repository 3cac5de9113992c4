package io.photon.client.http;

import io.photon.client.ClientSettings;
import io.photon.client.Trust;
import io.photon.result.Failure;
import io.photon.result.Result;
import java.io.IOException;
import java.net.Socket;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/** Puts TLS around a connected socket, by one client's own trust; nothing global is touched. */
final class Tls {

    private Tls() {}

    static Socket wrap(Socket socket, ClientSettings settings) throws IOException {
        try {
            Result<SSLContext> trust = Trust.context(settings.caFile(), settings.insecure());
            if (trust instanceof Result.Err<SSLContext> err) {
                throw new HttpFailure(err.failure(), null);
            }
            SSLContext context = ((Result.Ok<SSLContext>) trust).value();
            SSLSocket tls = (SSLSocket) context.getSocketFactory()
                    .createSocket(
                            socket,
                            settings.endpoint().host(),
                            settings.endpoint().port(),
                            true);
            if (!settings.insecure()) {
                SSLParameters parameters = tls.getSSLParameters();
                parameters.setEndpointIdentificationAlgorithm("HTTPS");
                tls.setSSLParameters(parameters);
            }
            tls.startHandshake();
            return tls;
        } catch (SSLException e) {
            throw failure(settings, e);
        }
    }

    private static HttpFailure failure(ClientSettings settings, Exception e) {
        return new HttpFailure(
                Failure.of(
                        Failure.Kind.UNREACHABLE,
                        "no trusted connection to " + settings.endpoint() + ": " + e.getMessage(),
                        "name the daemon's certificate with --ca-file"),
                e);
    }
}
