package io.photon.door.http.wire;

import io.photon.result.Failure;
import io.photon.result.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.UnrecoverableKeyException;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** Opens the keystore of {@code rest.keystore}: JKS or PKCS12, whichever it is. */
public final class Tls {

    private Tls() {}

    public static Result<SSLContext> open(Path keystore, String password) {
        if (!Files.isReadable(keystore)) {
            return bad("no readable file " + keystore, "set rest.keystore to a JKS or PKCS12 file, or leave it out");
        }
        char[] secret = password == null ? new char[0] : password.toCharArray();
        try {
            KeyStore keys = KeyStore.getInstance(keystore.toFile(), secret);
            KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            if (!hasKey(keys)) {
                return bad(keystore + " holds no private key", "put the server's key and certificate into it");
            }
            managers.init(keys, secret);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(managers.getKeyManagers(), null, null);
            return Result.ok(context);
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

    private static boolean hasKey(KeyStore keys) throws GeneralSecurityException {
        var names = keys.aliases();
        while (names.hasMoreElements()) {
            if (keys.isKeyEntry(names.nextElement())) {
                return true;
            }
        }
        return false;
    }

    private static Result<SSLContext> bad(String message, String hint) {
        return Result.err(Failure.Kind.BAD_INPUT, "rest.keystore: " + message, hint);
    }
}
