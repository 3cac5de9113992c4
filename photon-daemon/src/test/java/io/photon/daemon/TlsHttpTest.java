// SPDX-License-Identifier: Apache-2.0
package io.photon.daemon;

import static io.photon.result.Results.ok;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.client.ClientSettings;
import io.photon.client.DaemonAddress;
import io.photon.client.Identity;
import io.photon.client.Trust;
import io.photon.client.http.HttpPhotonClient;
import io.photon.door.http.wire.HttpSettings;
import io.photon.result.Failure;
import io.photon.result.Result;
import io.photon.testing.Eventually;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Base64;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class TlsHttpTest {

    @TempDir
    Path dir;

    private Path keystore;

    @BeforeEach
    void makeKeys() throws Exception {
        keystore = makeKeys("keys.p12", "CN=localhost", "EC");
    }

    private Path makeKeys(String name, String subject, String algorithm) throws Exception {
        return ServerKeys.make(dir.resolve(name), subject, algorithm);
    }

    private PhotonConfig config(Path file, String password) {
        return Daemon.config(dir, "memory", HttpSettings.plain("localhost", 0).withKeystore(file, password));
    }

    @Test
    void withAKeystoreEverythingGoesOverTls() throws Exception {
        try (Daemon daemon = Daemon.start(config(keystore, "changeit"))) {
            assertTrue(daemon.photon.url().startsWith("https://"), daemon.photon.url());
            HttpClient client = HttpClient.newBuilder()
                    .sslContext(ServerKeys.trusting(keystore))
                    .build();
            String body = (Daemon.event("s", 1) + "\n").repeat(5_000);
            HttpResponse<String> stored = client.send(
                    HttpRequest.newBuilder(URI.create(daemon.photon.url() + "/api/events?ack=summary"))
                            .header("Authorization", "Token " + daemon.photon.token())
                            .POST(HttpRequest.BodyPublishers.ofString(body))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertTrue(stored.body().startsWith("{\"stored\":5000,"), stored.body());
            HttpResponse<String> played = client.send(
                    HttpRequest.newBuilder(URI.create(daemon.photon.url() + "/api/replay/s?type=cold"))
                            .header("Authorization", "Token " + daemon.photon.token())
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertEquals(5_000, played.body().lines().count());
        }
    }

    private SSLSocket connect(Daemon daemon, String protocol, String cipher) throws Exception {
        SSLContext context = ok(Trust.context(null, true)); // it is the certificate itself that is looked at
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", daemon.photon.port());
        socket.setSoTimeout(20_000);
        socket.setEnabledProtocols(new String[] {protocol});
        if (cipher != null) {
            socket.setEnabledCipherSuites(new String[] {cipher});
        }
        socket.startHandshake();
        return socket;
    }

    @Test
    void onlyGoodCiphersAreSpoken() throws Exception {
        try (Daemon daemon = Daemon.start(config(keystore, "changeit"))) {
            connect(daemon, "TLSv1.3", null).close();
            connect(daemon, "TLSv1.2", "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256")
                    .close();
            assertThrows(
                    IOException.class, () -> connect(daemon, "TLSv1.2", "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256"));
        }
    }

    private String subject(Daemon daemon) {
        try (SSLSocket socket = connect(daemon, "TLSv1.3", null)) {
            return ((X509Certificate) socket.getSession().getPeerCertificates()[0])
                    .getSubjectX500Principal()
                    .getName();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** The key as PEM, the certificate too. */
    private void writePem(Path store, Path certificate, Path key) throws Exception {
        KeyStore keys = KeyStore.getInstance(store.toFile(), "changeit".toCharArray());
        Base64.Encoder encoder = Base64.getMimeEncoder(64, new byte[] {'\n'});
        Files.writeString(
                key,
                "-----BEGIN PRIVATE KEY-----\n"
                        + encoder.encodeToString(
                                keys.getKey("photon", "changeit".toCharArray()).getEncoded())
                        + "\n-----END PRIVATE KEY-----\n");
        Files.writeString(
                certificate,
                "-----BEGIN CERTIFICATE-----\n"
                        + encoder.encodeToString(keys.getCertificate("photon").getEncoded())
                        + "\n-----END CERTIFICATE-----\n");
    }

    @Test
    void aNewCertificateIsTakenWithoutARestartAndABadOneIsNot() throws Exception {
        Path certificate = dir.resolve("cert.pem");
        Path key = dir.resolve("key.pem");
        writePem(keystore, certificate, key);
        HttpSettings http =
                HttpSettings.plain("localhost", 0).withTls(new HttpSettings.TlsFiles(null, null, certificate, key));
        try (Daemon daemon = Daemon.start(Daemon.config(dir, "memory", http))) {
            assertEquals("CN=localhost", subject(daemon));
            Path other = makeKeys("other.p12", "CN=renewed", "RSA");
            writePem(other, certificate, dir.resolve("not-yet.pem"));
            assertEquals("CN=localhost", subject(daemon));
            writePem(other, certificate, key);
            Eventually.holds(
                    "the new certificate is there", () -> subject(daemon).equals("CN=renewed"));
            Files.writeString(key, "no key");
            assertEquals("CN=renewed", subject(daemon));
        }
    }

    @Test
    void aKeyAndACertificateThatDoNotFitAreNamed() throws Exception {
        Path certificate = dir.resolve("cert.pem");
        Path key = dir.resolve("key.pem");
        writePem(keystore, certificate, key);
        writePem(makeKeys("other.p12", "CN=other", "EC"), dir.resolve("other.pem"), key);
        assertTrue(pemRefusal(certificate, key).contains("not that of the certificate"));
        assertTrue(pemRefusal(certificate, null).contains("rest.key is not"));
        assertTrue(pemRefusal(certificate, Files.writeString(key, "x")).contains("no private key"));
        Files.writeString(key, "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----\n");
        assertTrue(pemRefusal(certificate, key).contains("openssl pkcs8"));
    }

    private String pemRefusal(Path certificate, Path key) {
        HttpSettings http =
                HttpSettings.plain("localhost", 0).withTls(new HttpSettings.TlsFiles(null, null, certificate, key));
        return assertInstanceOf(Result.Err.class, Photon.start(Daemon.config(dir, "memory", http)))
                .failure()
                .message();
    }

    @Test
    void aWebSocketGoesOverTlsAsWell() throws Exception {
        try (Daemon daemon = Daemon.start(config(keystore, "changeit"));
                RawWebSocket socket = RawWebSocket.shake(
                        connect(daemon, "TLSv1.3", null), "/ws/replay/s?type=cold", daemon.authorization())) {
            socket.request(1);
            assertEquals("{\"complete\":{\"events\":0}}", socket.next().text());
            assertEquals(1000, socket.next().code());
        }
    }

    @Test
    void aClientThatSpeaksTheOtherProtocolIsToldSo() {
        try (Daemon daemon = Daemon.start(config(keystore, "changeit"))) {
            Failure failure = asked(false, daemon.photon.port());
            assertTrue(failure.message().startsWith("TLS is spoken at "), failure.message());
            assertEquals("write https:// instead of http://", failure.hint());
            assertEquals(Failure.Kind.UNREACHABLE, failure.kind());
        }
        try (Daemon daemon =
                Daemon.start(Daemon.config(dir.resolve("plain"), "memory", HttpSettings.plain("localhost", 0)))) {
            Failure failure = asked(true, daemon.photon.port());
            assertTrue(failure.message().endsWith(" does not speak TLS"), failure.message());
            assertTrue(failure.hint().startsWith("write http:// instead of https://"), failure.hint());
        }
    }

    private static Failure asked(boolean tls, int port) {
        ClientSettings settings = ClientSettings.of(new DaemonAddress(tls, "localhost", port, ""), Identity.NOBODY)
                .withTimeout(30_000)
                .withTrust(null, true);
        try (HttpPhotonClient client = new HttpPhotonClient(settings)) {
            return assertInstanceOf(Result.Err.class, client.ping()).failure();
        }
    }

    private Failure refusal(Path file, String password) {
        return assertInstanceOf(Result.Err.class, Photon.start(config(file, password)))
                .failure();
    }

    @Test
    void aKeystoreThatCannotBeUsedIsNamedWithTheReason() throws Exception {
        assertTrue(refusal(keystore, "wrong").message().contains("password"));
        assertTrue(refusal(keystore, null).message().contains("password"));
        assertTrue(refusal(dir.resolve("none.p12"), "changeit").message().contains("none.p12"));
        Path text = Files.writeString(dir.resolve("text.p12"), "no keystore");
        assertTrue(refusal(text, "changeit").message().contains("text.p12"));
        assertTrue(refusal(dir, "changeit").message().contains("no readable file " + dir));
    }
}
