// SPDX-License-Identifier: Apache-2.0
package io.photon.testing.riak;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** Security that was switched on: TLS, users, and what they may do. Thread-safe. */
public final class RiakSecurity {

    /** How long it waits before it says that a password is wrong, as Riak does. */
    static final long PAUSE_MS = 5_000;

    private final SSLContext context;
    private final Map<String, String> passwords = new ConcurrentHashMap<>();
    private final Set<String> denied = ConcurrentHashMap.newKeySet();

    /** @param keys a key store of type PKCS12 with one key */
    public RiakSecurity(Path keys, String password) throws IOException {
        try (InputStream in = Files.newInputStream(keys)) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(in, password.toCharArray());
            KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            managers.init(store, password.toCharArray());
            context = SSLContext.getInstance("TLS");
            context.init(managers.getKeyManagers(), null, null);
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    /** Lets a user in, or gives it another password. */
    public RiakSecurity user(String name, String password) {
        passwords.put(name, password);
        return this;
    }

    /** Takes a right, as {@code riak_kv.put}, from all. */
    public void deny(String right) {
        denied.add(right);
    }

    /** Gives all rights back. */
    public void allowAll() {
        denied.clear();
    }

    boolean knows(String user, String password) {
        return password.equals(passwords.get(user));
    }

    boolean isDenied(String right) {
        return denied.contains(right);
    }

    /** The same connection, encrypted. */
    SSLSocket encrypt(Socket plain) throws IOException {
        SSLSocket encrypted = (SSLSocket) context.getSocketFactory()
                .createSocket(plain, plain.getInetAddress().getHostAddress(), plain.getPort(), true);
        encrypted.setUseClientMode(false);
        encrypted.startHandshake();
        return encrypted;
    }
}
