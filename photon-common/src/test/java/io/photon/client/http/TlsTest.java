// SPDX-License-Identifier: Apache-2.0
package io.photon.client.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.client.ByteSink;
import io.photon.client.ClientSettings;
import io.photon.client.DaemonAddress;
import io.photon.client.EmitOptions;
import io.photon.client.Identity;
import io.photon.result.Result;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class TlsTest {

    @TempDir
    static Path dir;

    private static SSLContext context;

    @BeforeAll
    static void makeACertificate() throws Exception {
        String keytool =
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        run(
                keytool,
                "-genkeypair",
                "-keystore",
                "k",
                "-storepass",
                "secret",
                "-alias",
                "p",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=dns:localhost",
                "-storetype",
                "PKCS12");
        run(keytool, "-exportcert", "-rfc", "-keystore", "k", "-storepass", "secret", "-alias", "p", "-file", "pem");
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(dir.resolve("k"))) {
            store.load(in, "secret".toCharArray());
        }
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, "secret".toCharArray());
        context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
    }

    private static void run(String... words) throws Exception {
        Process process =
                new ProcessBuilder(words).directory(dir.toFile()).inheritIO().start();
        assertEquals(0, process.waitFor());
    }

    /** Asks a TLS peer that echoes an upload's length, as it comes. */
    private static Result<Long> ask(String host, Path caFile, boolean insecure, long[] echoed) throws IOException {
        try (SSLServerSocket server = (SSLServerSocket)
                context.getServerSocketFactory().createServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread thread = new Thread(() -> serve(server), "tls-peer");
            thread.setDaemon(true);
            thread.start();
            DaemonAddress endpoint = new DaemonAddress(true, host, server.getLocalPort(), "");
            ClientSettings settings = ClientSettings.of(endpoint, Identity.NOBODY)
                    .withTimeout(20_000)
                    .withTrust(caFile, insecure);
            ByteSink sink = (bytes, offset, length) -> echoed[0] += length;
            try (HttpPhotonClient client = new HttpPhotonClient(settings)) {
                return client.emitLines(new ByteArrayInputStream(new byte[3_000_000]), EmitOptions.PLAIN, sink);
            }
        }
    }

    private static void serve(SSLServerSocket server) {
        try (SSLSocket socket = (SSLSocket) server.accept()) {
            InputStream in = socket.getInputStream();
            OutputStream out = socket.getOutputStream();
            ScriptedPeer.say(out, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
            byte[] block = new byte[64 * 1024];
            String tail = "";
            while (!tail.endsWith("0\r\n\r\n")) {
                int n = in.read(block);
                if (n < 0) {
                    return;
                }
                tail = (tail + new String(block, Math.max(0, n - 5), Math.min(n, 5), StandardCharsets.US_ASCII));
                tail = tail.substring(Math.max(0, tail.length() - 5));
                out.write((Integer.toHexString(n) + "\r\n").getBytes(StandardCharsets.UTF_8));
                out.write(block, 0, n);
                out.write("\r\n".getBytes(StandardCharsets.UTF_8));
            }
            ScriptedPeer.say(out, "0\r\n\r\n");
        } catch (IOException e) {
            return; // a client that does not trust us leaves: that is what the test sees
        }
    }

    @Test
    void bothWaysAtOnceThroughTls() throws IOException {
        long[] echoed = {0};
        assertInstanceOf(Result.Ok.class, ask("localhost", dir.resolve("pem"), false, echoed));
        assertTrue(echoed[0] > 3_000_000, () -> "only " + echoed[0]);
    }

    @Test
    void anUnknownCertificateIsRefusedUnlessToldOtherwise() throws IOException {
        long[] echoed = {0};
        Result<Long> refused = ask("localhost", null, false, echoed);
        assertTrue(refused.toString().contains("--ca-file"), refused::toString);
        assertInstanceOf(Result.Ok.class, ask("localhost", null, true, echoed));
        assertInstanceOf(Result.Err.class, ask("localhost", null, false, echoed), "--insecure is for one client only");
    }

    @Test
    void aCertificateForAnotherNameIsRefused() throws IOException {
        assertInstanceOf(Result.Err.class, ask("127.0.0.1", dir.resolve("pem"), false, new long[1]));
    }
}
