// SPDX-License-Identifier: Apache-2.0
package io.photon.muon.transport.amqp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.muon.transport.Connectivity;
import io.photon.rabbit.FreePort;
import io.photon.rabbit.RabbitMq;
import io.photon.rabbit.RabbitMqRequirement;
import io.photon.result.Result;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A RabbitMQ that speaks TLS: trusted, not trusted, and under a name that is not in its certificate. */
@Timeout(120)
class AmqpsTest {

    private static final long LIMIT_MS = 30_000;
    private static final char[] SECRET = "secret".toCharArray();

    @TempDir
    static Path dir;

    private static RabbitMq rabbit;
    private static int port;
    private static SSLContext trust;

    @BeforeAll
    static void start() throws Exception {
        RabbitMqRequirement.met();
        KeyStore keys = keys();
        pem("cert.pem", "CERTIFICATE", keys.getCertificate("p").getEncoded());
        pem("key.pem", "PRIVATE KEY", keys.getKey("p", SECRET).getEncoded());
        TrustManagerFactory trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        KeyStore certificates = KeyStore.getInstance("PKCS12");
        certificates.load(null, null);
        certificates.setCertificateEntry("p", keys.getCertificate("p"));
        trusted.init(certificates);
        trust = SSLContext.getInstance("TLS");
        trust.init(null, trusted.getTrustManagers(), null);
        port = FreePort.next();
        rabbit = RabbitMq.start(
                "listeners.ssl.1 = 127.0.0.1:" + port,
                "ssl_options.cacertfile = " + dir.resolve("cert.pem"),
                "ssl_options.certfile = " + dir.resolve("cert.pem"),
                "ssl_options.keyfile = " + dir.resolve("key.pem"),
                "ssl_options.verify = verify_none",
                "ssl_options.fail_if_no_peer_cert = false");
    }

    @AfterAll
    static void stop() {
        if (rabbit != null) {
            rabbit.close();
        }
    }

    private static KeyStore keys() throws Exception {
        String keytool =
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        Process made = new ProcessBuilder(
                        keytool,
                        "-genkeypair",
                        "-keystore",
                        dir.resolve("k").toString(),
                        "-storepass",
                        "secret",
                        "-alias",
                        "p",
                        "-keyalg",
                        "RSA",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=dns:localhost",
                        "-storetype",
                        "PKCS12")
                .inheritIO()
                .start();
        assertEquals(0, made.waitFor());
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(dir.resolve("k"))) {
            keys.load(in, SECRET);
        }
        return keys;
    }

    private static void pem(String file, String what, byte[] der) throws IOException {
        String text = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                .encodeToString(der);
        Files.writeString(
                dir.resolve(file), "-----BEGIN " + what + "-----\n" + text + "\n-----END " + what + "-----\n");
    }

    private static Result<Connectivity> connect(String host, SSLContext whom) {
        try (AmqpTransport transport = AmqpTransport.open(
                AmqpTransportTest.address("amqps://guest:guest@" + host + ":" + port), "over TLS", whom)) {
            return transport.awaitAttempt(LIMIT_MS);
        }
    }

    private static String refusal(Result<Connectivity> result) {
        return assertInstanceOf(Result.Err.class, result).failure().toString();
    }

    @Test
    void aBrokerWhoseCertificateIsTrustedIsConnectedTo() {
        Result<Connectivity> result = connect("localhost", trust);
        assertTrue(result instanceof Result.Ok<Connectivity> ok && ok.value().connected(), result::toString);
    }

    @Test
    void aBrokerNobodyTrustsIsRefusedWithWhatToDo() {
        String refusal = refusal(connect("localhost", null));
        assertTrue(refusal.contains("trustStore"), refusal);
        assertTrue(!refusal.contains("guest:guest"), refusal);
    }

    @Test
    void aCertificateForAnotherHostIsRefused() {
        String refusal = refusal(connect("127.0.0.1", trust));
        assertTrue(refusal.contains("trusts the certificate"), refusal);
    }
}
