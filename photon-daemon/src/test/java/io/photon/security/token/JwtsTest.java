// SPDX-License-Identifier: Apache-2.0
package io.photon.security.token;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import io.photon.result.Result;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPairGenerator;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JwtsTest {

    private static final String SECRET = "0123456789abcdef0123456789abcdef";
    private static final String STORE = "store-1";
    private static final long NOW = 1_795_485_600_123L;
    private static final long HOUR = 3_600_000;
    /** Tokens end at whole seconds. */
    private static final long UNTIL = NOW - NOW % 1_000 + HOUR;

    @TempDir
    Path dir;

    private final AtomicLong clock = new AtomicLong(NOW);
    private final SigningSecret secret = SigningSecret.of(SECRET);
    private final Jwts jwts = new Jwts(secret, clock::get);
    private final Claims claims =
            new Claims("id-1", "family-1", "ann", 7, Claims.Use.ACCESS, 0, Bounds.NONE, NOW, UNTIL);

    private String good() {
        return jwts.sign(claims, STORE).value();
    }

    private String refusal(String token) {
        Result<Claims> checked = jwts.check(token, STORE);
        assertFalse(checked.isOk(), token);
        return checked.failure().message();
    }

    private JWSHeader.Builder header() {
        return new JWSHeader.Builder(JWSAlgorithm.HS512)
                .keyID(secret.toCheck().orElseThrow().id());
    }

    private JWTClaimsSet.Builder set() throws ParseException {
        return new JWTClaimsSet.Builder(SignedJWT.parse(good()).getJWTClaimsSet());
    }

    private static String signed(JWSHeader header, JWTClaimsSet set, JWSSigner signer) throws JOSEException {
        SignedJWT jwt = new SignedJWT(header, set);
        jwt.sign(signer);
        return jwt.serialize();
    }

    /** Signed with the right key. */
    private String with(UnaryOperator<JWTClaimsSet.Builder> change) throws ParseException, JOSEException {
        return signed(header().build(), change.apply(set()).build(), right());
    }

    private MACSigner right() throws JOSEException {
        return new MACSigner(secret.toCheck().orElseThrow().bytes());
    }

    @Test
    void whatIsSignedComesBack() {
        assertEquals(Result.ok(claims), jwts.check(good(), STORE));
        Claims bounded = new Claims(
                "i",
                "f",
                "ü/\"",
                Long.MIN_VALUE,
                Claims.Use.REFRESH,
                3,
                Bounds.read("replay,emit", "orders-*").value(),
                NOW,
                UNTIL);
        assertEquals(Result.ok(bounded), jwts.check(jwts.sign(bounded, STORE).value(), STORE));
    }

    /** RFC 2104 fills a key up with zeros, so a client that knows admin.secret checks tokens with it as it stands. */
    @Test
    void theSecretItselfIsTheKey() throws Exception {
        javax.crypto.Mac mac = javax.crypto.Mac.getInstance("HmacSHA512");
        mac.init(new javax.crypto.spec.SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA512"));
        String token = good();
        int dot = token.lastIndexOf('.');
        byte[] sum = mac.doFinal(token.substring(0, dot).getBytes(StandardCharsets.US_ASCII));
        assertEquals(
                token.substring(dot + 1),
                Base64.getUrlEncoder().withoutPadding().encodeToString(sum));
    }

    @Test
    void nobodyElseSignsOne() throws Exception {
        List<String> forged = new ArrayList<>();
        JWTClaimsSet set = set().build();
        String key = secret.toCheck().orElseThrow().id();
        forged.add(new PlainJWT(set).serialize());
        for (String none : List.of("none", "None", "NONE", "nOnE")) {
            String head = "{\"alg\":\"" + none + "\",\"kid\":\"" + key + "\"}";
            forged.add(base64(head) + "." + good().split("\\.")[1] + ".");
            forged.add(base64(head) + "." + good().split("\\.")[1] + "." + good().split("\\.")[2]);
        }
        for (JWSAlgorithm other : List.of(JWSAlgorithm.HS256, JWSAlgorithm.HS384)) {
            forged.add(signed(new JWSHeader.Builder(other).keyID(key).build(), set, right()));
        }
        KeyPairGenerator rsa = KeyPairGenerator.getInstance("RSA");
        rsa.initialize(2_048);
        forged.add(signed(
                new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key).build(),
                set,
                new RSASSASigner(rsa.generateKeyPair().getPrivate())));
        forged.add(signed(header().build(), set, new MACSigner(new byte[64])));
        forged.add(signed(header().keyID("another").build(), set, right()));
        forged.add(signed(header().keyID(null).build(), set, right()));
        forged.add(signed(header().criticalParams(java.util.Set.of("exp")).build(), set, right()));
        String[] parts = good().split("\\.");
        String other = new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8)
                .replace("\"ann\"", "\"admin\"");
        forged.add(parts[0] + "." + base64(other) + "." + parts[2]);
        forged.add(parts[0] + "." + parts[1] + "." + parts[2].substring(1));
        forged.add(parts[0] + "." + parts[1] + ".");
        forged.add(parts[0] + "." + parts[1]);
        forged.add("..");
        forged.add("a.b.c");
        forged.add(base64("[]") + "." + parts[1] + "." + parts[2]);
        forged.add(base64("{\"alg\":{\"a\":1}}") + "." + parts[1] + "." + parts[2]);
        forged.add("x".repeat(1 << 20));
        forged.add(good() + ".".repeat(1 << 20));
        forged.add(parts[0] + "." + base64("{" + " ".repeat(1 << 20) + "}") + "." + parts[2]);
        forged.add(base64("{\"a\":" + "[".repeat(2_000)) + ".." + parts[2]);
        for (String token : forged) {
            assertEquals("Not authorized", refusal(token));
        }
        assertTrue(jwts.check(good(), STORE).isOk());
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void anOwnerIsToldWhatIsWrong() throws Exception {
        assertEquals(
                "the token is of another store",
                refusal(jwts.sign(claims, "store-2").value()));
        assertFalse(jwts.check(good(), null).isOk());
        assertTrue(refusal(with(set -> set.notBeforeTime(new Date(NOW + HOUR))))
                .startsWith("the token is not good before"));
        assertTrue(
                jwts.check(with(set -> set.notBeforeTime(new Date(NOW + 50_000))), STORE)
                        .isOk(),
                "clocks differ");
        String unclear = "the token is signed, but does not say what a token has to";
        assertEquals(unclear, refusal(with(set -> set.subject(null))));
        assertEquals(unclear, refusal(with(set -> set.expirationTime(null))));
        assertEquals(unclear, refusal(with(set -> set.notBeforeTime(null))));
        assertEquals(unclear, refusal(with(set -> set.claim("use", "anything"))));
        assertEquals(unclear, refusal(with(set -> set.claim("credentials", 7))));
        assertEquals(unclear, refusal(with(set -> set.claim("streams", null))));
        assertTrue(jwts.check(with(set -> set.claim("roles", "unheard-of")), STORE)
                .value()
                .bounds()
                .equals(Bounds.NOTHING));
        String token = good();
        clock.set(UNTIL - 1);
        assertTrue(jwts.check(token, STORE).isOk());
        clock.set(UNTIL);
        assertEquals("the token has expired, at 2026-11-24T03:00:00Z", refusal(token));
    }

    @Test
    void theSecretIsMadeOnceAndKeptForItsOwnerOnly() throws IOException {
        Path file = dir.resolve("data").resolve("admin.secret");
        SigningSecret first = SigningSecret.in(file).value();
        assertTrue(first.toCheck().isEmpty());
        assertFalse(Files.exists(file), "before anything is signed");
        SigningSecret second = SigningSecret.in(file).value();
        String token = new Jwts(first, clock::get).sign(claims, STORE).value();
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        assertEquals(1, Files.list(file.getParent()).count());
        assertEquals(second.toSign().value().id(), first.toSign().value().id());
        SigningSecret restarted = SigningSecret.in(file).value();
        assertTrue(new Jwts(restarted, clock::get).check(token, STORE).isOk());
        assertFalse(jwts.check(token, STORE).isOk(), "by another secret");
        Files.writeString(file, "short\n");
        assertTrue(SigningSecret.in(file).failure().message().contains("has only 5 bytes"));
        assertTrue(SigningSecret.refuse("a".repeat(31)).isPresent());
        assertTrue(SigningSecret.refuse("a".repeat(32)).isEmpty());
    }
}
