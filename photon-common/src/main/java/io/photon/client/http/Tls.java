package io.photon.client.http;

import io.photon.client.ClientSettings;
import io.photon.result.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/** Puts TLS around a connected socket, by one client's own trust; nothing global is touched. */
final class Tls {

    private Tls() {}

    static Socket wrap(Socket socket, ClientSettings settings) throws IOException {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust(settings), new SecureRandom());
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
        } catch (GeneralSecurityException e) {
            throw failure(settings, e);
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

    private static TrustManager[] trust(ClientSettings settings) throws IOException, GeneralSecurityException {
        if (settings.insecure()) {
            return new TrustManager[] {new TrustAll()};
        }
        if (settings.caFile() == null) {
            return null; // the platform's own
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(readPem(settings.caFile()));
        return factory.getTrustManagers();
    }

    private static KeyStore readPem(Path file) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        int n = 0;
        try (InputStream in = Files.newInputStream(file)) {
            for (Certificate c : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                store.setCertificateEntry("ca-" + n++, c);
            }
        } catch (IOException e) {
            throw new HttpFailure(
                    Failure.of(
                            Failure.Kind.BAD_INPUT,
                            "--ca-file " + file
                                    + (e instanceof NoSuchFileException
                                            ? ": there is no such file"
                                            : " cannot be read"),
                            "check the path and who may read it"),
                    e);
        }
        if (n == 0) {
            throw new HttpFailure(
                    Failure.Kind.BAD_INPUT, "--ca-file " + file + " holds no certificate", "it must be PEM");
        }
        return store;
    }

    /** Asked for by name ({@code --insecure}) and only for the connections of one client. */
    private static final class TrustAll extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
