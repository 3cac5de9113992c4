// SPDX-License-Identifier: Apache-2.0
package io.photon.door.http.wire.connection;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A server's certificate and key as PEM (RFC 7468), as certificate authorities give them out. */
final class PemFiles {

    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]*PRIVATE KEY)-----([^-]*)-----END \\1-----");
    private static final String PKCS8 = "PRIVATE KEY";
    private static final String PKCS1 = "RSA PRIVATE KEY";
    private static final String[] ALGORITHMS = {"RSA", "EC", "EdDSA"};
    /** In DER: version 0, and that the key is one of RSA. */
    private static final byte[] RSA = {
        2, 1, 0, 0x30, 13, 6, 9, 42, (byte) 134, 72, (byte) 134, (byte) 247, 13, 1, 1, 1, 5, 0
    };

    private PemFiles() {}

    /** Both as a keystore with one entry, which this password opens. */
    static KeyStore keystore(Path certificate, Path key, char[] password) throws IOException, GeneralSecurityException {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        keys.load(null, null);
        PrivateKey secret = key(Files.readString(key, StandardCharsets.US_ASCII));
        Certificate[] chain = CertificateFactory.getInstance("X.509")
                .generateCertificates(new ByteArrayInputStream(Files.readAllBytes(certificate)))
                .toArray(Certificate[]::new);
        if (chain.length == 0) {
            throw new GeneralSecurityException("there is no certificate in " + certificate);
        }
        if (!belongTogether(secret, chain[0])) {
            throw new GeneralSecurityException("the key is not that of the certificate");
        }
        keys.setKeyEntry("photon", secret, password, chain);
        return keys;
    }

    private static boolean belongTogether(PrivateKey key, Certificate certificate) throws GeneralSecurityException {
        String algorithm = key.getAlgorithm();
        Signature signature = Signature.getInstance(
                algorithm.equals("RSA") ? "SHA256withRSA" : algorithm.equals("EC") ? "SHA256withECDSA" : "EdDSA");
        signature.initSign(key);
        signature.update(RSA);
        byte[] signed = signature.sign();
        try {
            signature.initVerify(certificate.getPublicKey());
            signature.update(RSA);
            return signature.verify(signed);
        } catch (InvalidKeyException | SignatureException e) {
            return false; // of another algorithm
        }
    }

    private static PrivateKey key(String pem) throws GeneralSecurityException {
        Matcher block = BLOCK.matcher(pem);
        if (!block.find()) {
            throw new GeneralSecurityException("there is no private key in PEM");
        }
        String kind = block.group(1);
        if (!kind.equals(PKCS8) && !kind.equals(PKCS1)) {
            throw new GeneralSecurityException(
                    "the key is a " + kind + "; make it plain PKCS #8: openssl pkcs8 -topk8 -nocrypt -in KEY");
        }
        byte[] der = decoded(block.group(2));
        PKCS8EncodedKeySpec spec = new PKCS8EncodedKeySpec(kind.equals(PKCS1) ? ofRsa(der) : der);
        for (String algorithm : ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(spec);
            } catch (InvalidKeySpecException e) {
                // then it is one of another algorithm
            }
        }
        throw new GeneralSecurityException("the key is none of " + String.join(", ", ALGORITHMS));
    }

    private static byte[] decoded(String text) throws GeneralSecurityException {
        try {
            return Base64.getMimeDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw new GeneralSecurityException("the key is not Base64", e);
        }
    }

    /** PKCS #1 within PKCS #8. */
    private static byte[] ofRsa(byte[] key) {
        ByteArrayOutputStream inside = new ByteArrayOutputStream();
        inside.writeBytes(RSA);
        put(inside, 4, key);
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        put(whole, 0x30, inside.toByteArray());
        return whole.toByteArray();
    }

    private static void put(ByteArrayOutputStream der, int tag, byte[] content) {
        der.write(tag);
        if (content.length < 0x80) {
            der.write(content.length);
        } else {
            der.write(0x82);
            der.write(content.length >> 8);
            der.write(content.length);
        }
        der.writeBytes(content);
    }
}
