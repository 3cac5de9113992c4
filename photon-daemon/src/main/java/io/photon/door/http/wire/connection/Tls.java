// SPDX-License-Identifier: Apache-2.0
package io.photon.door.http.wire.connection;

import io.photon.door.http.wire.HttpSettings;
import io.photon.result.Failure;
import io.photon.result.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.UnrecoverableKeyException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * TLS 1.2 and 1.3 with the key of {@code rest.keystore} (JKS or PKCS12, whichever it is), or of {@code rest.certificate} and
 * {@code rest.key}. Files that change are read again; what cannot be used is logged, and the old key stays. Thread-safe.
 */
public final class Tls {

    private static final Logger LOG = LoggerFactory.getLogger(Tls.class);

    private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};
    /** Forward secrecy, and authenticated encryption. */
    private static final Pattern CIPHERS =
            Pattern.compile("TLS_(AES|CHACHA20)_.*|TLS_ECDHE_(ECDSA|RSA)_WITH_(AES_.*_GCM|CHACHA20_POLY1305)_.*");

    private final HttpSettings.TlsFiles files;
    private final SSLContext context;
    private final ServerKey key;
    private List<Object> seen;

    private Tls(HttpSettings.TlsFiles files, SSLContext context, ServerKey key, List<Object> seen) {
        this.files = files;
        this.context = context;
        this.key = key;
        this.seen = seen;
    }

    /** BAD_INPUT when the files cannot be used, saying which and why. */
    public static Result<Tls> open(HttpSettings.TlsFiles files) {
        List<Object> state = state(files);
        Result<X509ExtendedKeyManager> read = read(files);
        if (read instanceof Result.Err<X509ExtendedKeyManager> err) {
            return Result.err(err.failure());
        }
        try {
            ServerKey key = new ServerKey(read.value());
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(new KeyManager[] {key}, null, null);
            return Result.ok(new Tls(files, context, key, state));
        } catch (GeneralSecurityException e) {
            return Result.err(Failure.Kind.INTERNAL, "this Java has no TLS: " + e.getMessage(), "use another Java");
        }
    }

    SSLContext context() {
        return context;
    }

    static String[] protocols() {
        return PROTOCOLS.clone();
    }

    /** Those of this Java that are good, the best first. */
    String[] ciphers() {
        return Arrays.stream(context.getSupportedSSLParameters().getCipherSuites())
                .filter(name -> CIPHERS.matcher(name).matches())
                .toArray(String[]::new);
    }

    /** Reads the files again if they are others than before. May wait for the disk; one thread at a time. */
    synchronized void refresh() {
        List<Object> now = state(files);
        if (now.equals(seen)) {
            return;
        }
        seen = now;
        Result<X509ExtendedKeyManager> read = read(files);
        if (read.isOk()) {
            key.replace(read.value());
            LOG.info("the server's certificate was read again");
        } else {
            LOG.warn(
                    "the server's certificate has changed and cannot be used, the old one stays: {}; {}",
                    read.failure().message(),
                    read.failure().hint());
        }
    }

    /** What tells that a file is another one; of one that is not there, nothing. */
    private static List<Object> state(HttpSettings.TlsFiles files) {
        List<Object> state = new ArrayList<>();
        Stream.of(files.keystore(), files.certificate(), files.key())
                .filter(Objects::nonNull)
                .forEach(file -> {
                    try {
                        state.add(Files.getLastModifiedTime(file));
                        state.add(Files.size(file));
                        state.add(file.toRealPath()); // a link may be turned to another file
                    } catch (IOException e) {
                        state.add("none");
                    }
                });
        return state;
    }

    private static Result<X509ExtendedKeyManager> read(HttpSettings.TlsFiles files) {
        if (files.keystore() == null) {
            return pem(files);
        }
        if (files.certificate() != null || files.key() != null) {
            return Result.err(
                    Failure.Kind.BAD_INPUT,
                    "rest.keystore and rest.certificate or rest.key are both set",
                    "set one of them: a keystore, or a certificate and its key");
        }
        return keystore(files.keystore(), files.keypass());
    }

    private static Result<X509ExtendedKeyManager> pem(HttpSettings.TlsFiles files) {
        if (files.certificate() == null || files.key() == null) {
            return Result.err(
                    Failure.Kind.BAD_INPUT,
                    (files.key() == null
                            ? "rest.certificate is set, and rest.key is not"
                            : "rest.key is set, and rest.certificate is not"),
                    "set both: files of PEM");
        }
        for (Path file : List.of(files.certificate(), files.key())) {
            if (!Files.isReadable(file) || Files.isDirectory(file)) {
                return Result.err(
                        Failure.Kind.BAD_INPUT,
                        "no readable file " + file,
                        "set rest.certificate and rest.key to files of PEM");
            }
        }
        try {
            char[] password = "pem".toCharArray();
            return Result.ok(manager(PemFiles.keystore(files.certificate(), files.key(), password), password));
        } catch (IOException | GeneralSecurityException e) {
            return Result.err(
                    Failure.Kind.BAD_INPUT,
                    "rest.certificate and rest.key cannot be used: " + e.getMessage(),
                    "both are PEM, and the key is that of the first certificate");
        }
    }

    private static Result<X509ExtendedKeyManager> keystore(Path keystore, @Nullable String password) {
        if (!Files.isReadable(keystore) || !Files.isRegularFile(keystore)) {
            return bad("no readable file " + keystore, "set rest.keystore to a JKS or PKCS12 file, or leave it out");
        }
        char[] secret = password == null ? new char[0] : password.toCharArray();
        try {
            KeyStore keys = KeyStore.getInstance(keystore.toFile(), secret);
            if (!hasKey(keys)) {
                return bad(keystore + " holds no private key", "put the server's key and certificate into it");
            }
            return Result.ok(manager(keys, secret));
        } catch (IOException e) {
            boolean wrongPassword = e.getCause() instanceof UnrecoverableKeyException
                    || String.valueOf(e.getMessage()).contains("password");
            return wrongPassword
                    ? bad("the password does not open " + keystore, "set rest.keypass")
                    : bad(keystore + " cannot be read: " + e.getMessage(), "it must be a JKS or PKCS12 file");
        } catch (UnrecoverableKeyException e) {
            return bad("the password does not open the key in " + keystore, "set rest.keypass");
        } catch (GeneralSecurityException e) {
            return bad(keystore + " cannot be read: " + e.getMessage(), "it must be a JKS or PKCS12 file");
        }
    }

    private static X509ExtendedKeyManager manager(KeyStore keys, char[] password) throws GeneralSecurityException {
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, password);
        for (KeyManager manager : managers.getKeyManagers()) {
            if (manager instanceof X509ExtendedKeyManager server) {
                return server;
            }
        }
        throw new GeneralSecurityException("this Java cannot use the key");
    }

    private static boolean hasKey(KeyStore keys) throws GeneralSecurityException {
        var names = keys.aliases();
        while (names.hasMoreElements()) {
            if (keys.isKeyEntry(names.nextElement())) {
                return true;
            }
        }
        return false;
    }

    private static <T> Result<T> bad(String message, String hint) {
        return Result.err(Failure.Kind.BAD_INPUT, "rest.keystore: " + message, hint);
    }
}
