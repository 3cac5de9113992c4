// SPDX-License-Identifier: Apache-2.0
package io.photon.store.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;

/** Speaks TLS to a store and passes everything on to its server, which need not know of TLS. */
public final class TlsProxy implements AutoCloseable {

    /** Of the key stores that {@link #makeKey} makes. */
    public static final String PASSWORD = "changeit";

    private final SSLServerSocket door;
    private final String host;
    private final int port;
    private final List<Socket> open = new CopyOnWriteArrayList<>();

    /**
     * @param keys a key store as {@link #makeKey} makes it
     * @param address where it listens, on a free port
     * @param host of the server, with its port
     */
    public TlsProxy(Path keys, String address, String host, int port) throws IOException {
        this.host = host;
        this.port = port;
        try (InputStream in = Files.newInputStream(keys)) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(in, PASSWORD.toCharArray());
            KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            managers.init(store, PASSWORD.toCharArray());
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(managers.getKeyManagers(), null, null);
            door = (SSLServerSocket)
                    context.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getByName(address));
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
        background(this::accept);
    }

    /**
     * Makes a key with a certificate that it has signed itself.
     *
     * @param names whom the certificate names, as in {@code dns:localhost,ip:127.0.0.1}
     * @return the key store {@code NAME.p12} in the folder; next to it {@code NAME.pem}, the certificate
     */
    public static Path makeKey(Path folder, String name, String names) throws IOException {
        String tool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        String store = name + ".p12";
        run(
                folder,
                List.of(
                        tool,
                        "-genkeypair",
                        "-keystore",
                        store,
                        "-storepass",
                        PASSWORD,
                        "-alias",
                        "p",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=" + name,
                        "-ext",
                        "san=" + names,
                        "-storetype",
                        "PKCS12"));
        run(
                folder,
                List.of(
                        tool,
                        "-exportcert",
                        "-rfc",
                        "-keystore",
                        store,
                        "-storepass",
                        PASSWORD,
                        "-alias",
                        "p",
                        "-file",
                        name + ".pem"));
        return folder.resolve(store);
    }

    private static void run(Path folder, List<String> command) throws IOException {
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("keytool.out").toFile())
                .start();
        try {
            if (process.waitFor() != 0) {
                throw new IOException(Files.readString(folder.resolve("keytool.out")));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    /** Where the store is to connect. */
    public int port() {
        return door.getLocalPort();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = door.accept();
                Socket server = new Socket(host, port);
                open.addAll(List.of(client, server));
                background(() -> pump(client, server));
                background(() -> pump(server, client));
            }
        } catch (IOException e) {
            if (!door.isClosed()) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static void pump(Socket from, Socket to) {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] bytes = new byte[1 << 16];
            for (int read = in.read(bytes); read >= 0; read = in.read(bytes)) {
                out.write(bytes, 0, read);
            }
        } catch (IOException e) {
            return; // one side has ended, or does not trust the other; both are closed
        }
    }

    private static void background(Runnable work) {
        Thread thread = new Thread(work, "tls-proxy");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        door.close();
        for (Socket each : open) {
            each.close();
        }
    }
}
