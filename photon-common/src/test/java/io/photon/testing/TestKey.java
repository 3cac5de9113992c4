// SPDX-License-Identifier: Apache-2.0
package io.photon.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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
        String store = name + ".p12";
        keytool(
                folder,
                store,
                List.of(
                        "-genkeypair",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=" + name,
                        "-ext",
                        "san=" + names,
                        "-storetype",
                        "PKCS12"));
        keytool(folder, store, List.of("-exportcert", "-rfc", "-file", name + ".pem"));
        return folder.resolve(store);
    }

    /** @param what it is to do, and how, with the key of that store */
    private static void keytool(Path folder, String store, List<String> what) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(what);
        command.addAll(List.of("-keystore", store, "-storepass", PASSWORD, "-alias", "p"));
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
