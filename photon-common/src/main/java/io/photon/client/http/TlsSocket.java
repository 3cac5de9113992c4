// SPDX-License-Identifier: Apache-2.0
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
final class TlsSocket {

    /** In these words Java says that the answer is of another protocol; it has no class of its own for it. */
    private static final String NOT_TLS = "Unsupported or unrecognized SSL message";

    private TlsSocket() {}

    static Socket wrap(Socket socket, ClientSettings settings) throws IOException {
        try {
            Result<SSLContext> trust = Trust.context(settings.caFile(), settings.insecure());
            if (trust instanceof Result.Err<SSLContext> err) {
                throw new HttpFailure(err.failure(), null);
            }
            SSLContext context = trust.value();
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
        if (NOT_TLS.equals(e.getMessage())) {
            return new HttpFailure(
                    Failure.of(
                            Failure.Kind.UNREACHABLE,
                            settings.endpoint() + " does not speak TLS",
                            "write http:// instead of https://, or give the daemon a certificate: rest.certificate and rest.key"),
                    e);
        }
        return new HttpFailure(
                Failure.of(
                        Failure.Kind.UNREACHABLE,
                        "no trusted connection to " + settings.endpoint() + ": " + e.getMessage(),
                        "name the daemon's certificate with --ca-file"),
                e);
    }
}
