// SPDX-License-Identifier: Apache-2.0
package io.photon.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Keys of servers that speak TLS in tests. */
public final class TestKey {

    /** Of the key stores that are made. */
    public static final String PASSWORD = "changeit";

    private TestKey() {}

    /**
     * Makes a key with a certificate that it has signed itself.
     *
     * @param names whom the certificate names, as in {@code dns:localhost,ip:127.0.0.1}
     * @return the key store {@code NAME.p12} in the folder; next to it {@code NAME.pem}, the certificate
     */
    public static Path make(Path folder, String name, String names) throws IOException {
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
}
