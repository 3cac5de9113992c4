package io.photon.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.client.ClientSettings;
import io.photon.client.Endpoint;
import io.photon.client.Identity;
import io.photon.client.http.HttpPhotonClient;
import io.photon.door.http.wire.HttpSettings;
import io.photon.result.Failure;
import io.photon.result.Result;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
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
        keystore = dir.resolve("keys.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "photon",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=dns:localhost,ip:127.0.0.1",
                        "-keystore",
                        keystore.toString(),
                        "-storepass",
                        "changeit",
                        "-storetype",
                        "PKCS12")
                .redirectErrorStream(true)
                .start();
        String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(keytool.waitFor(30, TimeUnit.SECONDS));
        assertEquals(0, keytool.exitValue(), said);
    }

    private PhotonConfig config(Path file, String password) {
        return Daemon.config(dir, "memory", HttpSettings.plain("localhost", 0).withKeystore(file, password));
    }

    private SSLContext trusting() throws Exception {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(keystore)) {
            keys.load(in, "changeit".toCharArray());
        }
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("photon", keys.getCertificate("photon"));
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return context;
    }

    @Test
    void withAKeystoreEverythingGoesOverTls() throws Exception {
        try (Daemon daemon = Daemon.start(config(keystore, "changeit"))) {
            assertTrue(daemon.photon.url().startsWith("https://"), daemon.photon.url());
            HttpClient client = HttpClient.newBuilder().sslContext(trusting()).build();
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
        ClientSettings settings = ClientSettings.of(new Endpoint(tls, "localhost", port, ""), Identity.NOBODY)
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
    }
}
