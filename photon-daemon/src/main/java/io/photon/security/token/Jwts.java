// SPDX-License-Identifier: Apache-2.0
package io.photon.security.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.photon.result.Result;
import java.text.ParseException;
import java.time.Instant;
import java.util.Date;
import java.util.Locale;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * JSON Web Tokens (RFC 7519) of one algorithm, HS512, which is never taken from the token. What is wrong with one is told
 * only when its signature is right, so to its owner. Loads its library, so it is made when it is needed. Thread-safe.
 */
final class Jwts {

    /** Ours have about 500 letters. */
    static final int MOST_LETTERS = 4_096;

    private static final JWSAlgorithm ALGORITHM = JWSAlgorithm.HS512;
    /** By which a clock may differ from the one that signed. */
    private static final long LEEWAY_MS = 60_000;

    private static final String FAMILY = "family";
    private static final String CREDENTIALS = "credentials";
    private static final String USE = "use";
    private static final String TURN = "turn";
    private static final String ROLES = "roles";
    private static final String STREAMS = "streams";
    /** {@code iat} knows seconds only, and a revocation is of all tokens up to a millisecond. */
    private static final String ISSUED_MS = "issued-ms";

    private static final String AGAIN = "log in again for a new one";

    private final SigningSecret secret;
    private final LongSupplier nowMs;

    Jwts(SigningSecret secret, LongSupplier nowMs) {
        this.secret = secret;
        this.nowMs = nowMs;
    }

    /** Signs. @param store whose it is */
    Result<String> sign(Claims claims, String store) {
        return secret.toSign().then(key -> {
            SignedJWT jwt = new SignedJWT(
                    new JWSHeader.Builder(ALGORITHM)
                            .type(JOSEObjectType.JWT)
                            .keyID(key.id())
                            .build(),
                    new JWTClaimsSet.Builder()
                            .issuer(store)
                            .subject(claims.user())
                            .jwtID(claims.id())
                            .issueTime(new Date(claims.issuedMs()))
                            .notBeforeTime(new Date(claims.issuedMs()))
                            .expirationTime(new Date(claims.untilMs()))
                            .claim(FAMILY, claims.family())
                            .claim(CREDENTIALS, Long.toString(claims.credentials()))
                            .claim(USE, claims.use().name().toLowerCase(Locale.ROOT))
                            .claim(TURN, claims.turn())
                            .claim(ROLES, claims.bounds().words())
                            .claim(STREAMS, claims.bounds().streams())
                            .claim(ISSUED_MS, claims.issuedMs())
                            .build());
            try {
                jwt.sign(new MACSigner(key.bytes()));
            } catch (JOSEException e) {
                throw new IllegalStateException("HS512 with a key of 512 bits or more", e);
            }
            return Result.ok(jwt.serialize());
        });
    }

    /**
     * What a token says, or NOT_AUTHENTICATED.
     *
     * @param store whose tokens are good; null when it never signed one
     */
    Result<Claims> check(String token, @Nullable String store) {
        if (token.length() > MOST_LETTERS) {
            return EntryRefusals.stranger();
        }
        Optional<SigningSecret.Key> key = secret.toCheck();
        if (key.isEmpty()) {
            return EntryRefusals.stranger();
        }
        SignedJWT jwt;
        try {
            jwt = SignedJWT.parse(token);
            JWSHeader header = jwt.getHeader();
            boolean ours = ALGORITHM.equals(header.getAlgorithm())
                    && key.get().id().equals(header.getKeyID())
                    && header.getCriticalParams() == null
                    && jwt.verify(new MACVerifier(key.get().bytes()));
            if (!ours) {
                return EntryRefusals.stranger();
            }
        } catch (ParseException | JOSEException | RuntimeException e) {
            return EntryRefusals.stranger(); // whatever it is, no one here has signed it
        }
        return ofOwner(jwt, store);
    }

    private Result<Claims> ofOwner(SignedJWT jwt, @Nullable String store) {
        Claims claims;
        long notBefore;
        try {
            JWTClaimsSet set = jwt.getJWTClaimsSet();
            if (set.getIssuer() == null || !set.getIssuer().equals(store)) {
                return EntryRefusals.refused(
                        "the token is of another store", "log in to this one, its tokens are its own");
            }
            claims = claims(set);
            notBefore = set.getNotBeforeTime().getTime();
        } catch (ParseException | RuntimeException e) {
            return EntryRefusals.refused("the token is signed, but does not say what a token has to", AGAIN);
        }
        return inTime(claims, notBefore);
    }

    private Result<Claims> inTime(Claims claims, long notBefore) {
        long now = nowMs.getAsLong();
        if (now >= claims.untilMs()) {
            return EntryRefusals.refused("the token has expired, at " + Instant.ofEpochMilli(claims.untilMs()), AGAIN);
        }
        return notBefore - LEEWAY_MS > now
                ? EntryRefusals.refused(
                        "the token is not good before " + Instant.ofEpochMilli(notBefore),
                        "compare the clocks of the machines")
                : Result.ok(claims);
    }

    private static Claims claims(JWTClaimsSet set) throws ParseException {
        long issuedMs = Math.max(set.getIssueTime().getTime(), set.getLongClaim(ISSUED_MS));
        return new Claims(
                given(set.getJWTID()),
                given(set.getStringClaim(FAMILY)),
                given(set.getSubject()),
                Long.parseLong(set.getStringClaim(CREDENTIALS)),
                Claims.Use.valueOf(given(set.getStringClaim(USE)).toUpperCase(Locale.ROOT)),
                set.getLongClaim(TURN),
                bounds(given(set.getStringClaim(ROLES)), given(set.getStringClaim(STREAMS))),
                issuedMs,
                set.getExpirationTime().getTime());
    }

    private static Bounds bounds(String roles, String streams) {
        return Bounds.read(roles, streams).orElse(Bounds.NOTHING);
    }

    private static String given(@Nullable String text) {
        if (text == null) {
            throw new IllegalArgumentException("a claim is missing");
        }
        return text;
    }
}
