// SPDX-License-Identifier: Apache-2.0
package io.photon.client;

import io.photon.result.Failure.Kind;
import io.photon.result.Result;
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
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** TLS trust settings of one client; JVM-wide settings are not touched. */
public final class Trust {

    private static final TrustManager[] NO_MANAGERS = {};

    private Trust() {}

    /**
     * A context for one client's connections, or BAD_INPUT when the file is none of certificates.
     *
     * @param caFile PEM certificates to trust instead of the default trust store, or null
     * @param acceptAll whether to accept any certificate, of whatever host
     */
    public static Result<SSLContext> context(@Nullable Path caFile, boolean acceptAll) {
        return context("--ca-file", caFile, acceptAll);
    }

    /** The same for a file that is given otherwise. @param name of the option or setting, for messages */
    public static Result<SSLContext> context(String name, @Nullable Path caFile, boolean acceptAll) {
        Result<TrustManager[]> managers = acceptAll
                ? Result.ok(new TrustManager[] {new TrustAll()})
                : caFile == null ? Result.ok(NO_MANAGERS) : trustIn(name, caFile);
        return managers.then(trusted -> {
            try {
                SSLContext context = SSLContext.getInstance("TLS");
                context.init(
                        null, trusted == NO_MANAGERS ? null : trusted, new SecureRandom()); // null: the platform's own
                return Result.ok(context);
            } catch (GeneralSecurityException e) {
                return Result.err(Kind.INTERNAL, "no TLS in this Java: " + e.getMessage(), null);
            }
        });
    }

    private static Result<TrustManager[]> trustIn(String name, Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            int n = 0;
            for (Certificate c : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                store.setCertificateEntry("ca-" + n++, c);
            }
            if (n == 0) {
                return Result.err(Kind.BAD_INPUT, name + " " + file + " holds no certificate", "it must be PEM");
            }
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(store);
            return Result.ok(factory.getTrustManagers());
        } catch (IOException e) {
            boolean missing = e instanceof NoSuchFileException;
            return Result.err(
                    Kind.BAD_INPUT,
                    name + " " + file + (missing ? ": there is no such file" : " cannot be read"),
                    "check the path and who may read it");
        } catch (GeneralSecurityException e) {
            return Result.err(
                    Kind.BAD_INPUT, name + " " + file + " holds no certificate that can be read", "it must be PEM");
        }
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
