// SPDX-License-Identifier: Apache-2.0
package io.photon.client;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.photon.event.EventLimits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How to speak to a daemon. Immutable: each method answers changed options. The text form shows no secret.
 *
 * @param identity who asks; null for the token that a daemon of this user leaves on this machine, read again after each restart
 * @param connectTimeout how long a connection may take, 1 ms or more
 * @param requestTimeout how long one request may take as a whole, zero for no limit; backups, restores and what is published
 *     have none
 * @param caFile PEM certificates to trust instead of the default trust store, or null
 * @param insecure whether to accept any certificate, on these connections only
 * @param service over AMQP the event store's name; null for {@code photon}, or else the one event store there is
 * @param mapper turns payloads into objects and objects into payloads
 * @param atOnce how many requests may run at the same time of those begun by methods that do not wait, 1 or more
 */
public record PhotonOptions(
        @Nullable Identity identity,
        Duration connectTimeout,
        Duration requestTimeout,
        @Nullable Path caFile,
        boolean insecure,
        @Nullable String service,
        ObjectMapper mapper,
        int atOnce) {

    /** Reads numbers exactly, and whatever an event can hold; fields that a class does not have are left out. */
    private static final ObjectMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNumberLength(EventLimits.MAX_NUMBER_LENGTH)
                            .maxStringLength(Integer.MAX_VALUE)
                            .maxNameLength(Integer.MAX_VALUE)
                            .build())
                    .build())
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    /** 5 s for a connection, 30 s for a request, 32 requests at once, the daemon's own token. */
    public static final PhotonOptions DEFAULT =
            new PhotonOptions(null, Duration.ofSeconds(5), Duration.ofSeconds(30), null, false, null, MAPPER, 32);

    public PhotonOptions {
        Objects.requireNonNull(connectTimeout, "connectTimeout");
        Objects.requireNonNull(requestTimeout, "requestTimeout");
        Objects.requireNonNull(mapper, "mapper");
        if (connectTimeout.toMillis() < 1 || requestTimeout.isNegative() || atOnce < 1) {
            throw new IllegalArgumentException("a limit is too low: connect " + connectTimeout + ", request "
                    + requestTimeout + ", at once " + atOnce);
        }
    }

    /** Log in with a token. */
    public PhotonOptions token(String secret) {
        return identity(new Identity.Token(Objects.requireNonNull(secret, "secret")));
    }

    /** Log in with name and password; over HTTP. */
    public PhotonOptions user(String name, String password) {
        return identity(
                new Identity.User(Objects.requireNonNull(name, "name"), Objects.requireNonNull(password, "password")));
    }

    private PhotonOptions identity(Identity who) {
        return new PhotonOptions(who, connectTimeout, requestTimeout, caFile, insecure, service, mapper, atOnce);
    }

    /** See {@link #connectTimeout()}. */
    public PhotonOptions connectTimeout(Duration limit) {
        return new PhotonOptions(identity, limit, requestTimeout, caFile, insecure, service, mapper, atOnce);
    }

    /** See {@link #requestTimeout()}. */
    public PhotonOptions requestTimeout(Duration limit) {
        return new PhotonOptions(identity, connectTimeout, limit, caFile, insecure, service, mapper, atOnce);
    }

    /** See {@link #caFile()}. */
    public PhotonOptions caFile(Path pem) {
        return new PhotonOptions(identity, connectTimeout, requestTimeout, pem, insecure, service, mapper, atOnce);
    }

    /** Accept any certificate. For tests: anyone on the way can read and change everything. */
    public PhotonOptions insecurely() {
        return new PhotonOptions(identity, connectTimeout, requestTimeout, caFile, true, service, mapper, atOnce);
    }

    /** See {@link #service()}. */
    public PhotonOptions service(String name) {
        return new PhotonOptions(identity, connectTimeout, requestTimeout, caFile, insecure, name, mapper, atOnce);
    }

    /** See {@link #mapper()}. */
    public PhotonOptions mapper(ObjectMapper own) {
        return new PhotonOptions(identity, connectTimeout, requestTimeout, caFile, insecure, service, own, atOnce);
    }

    /** See {@link #atOnce()}. */
    public PhotonOptions atOnce(int requests) {
        return new PhotonOptions(identity, connectTimeout, requestTimeout, caFile, insecure, service, mapper, requests);
    }

    @Override
    public String toString() {
        return "PhotonOptions[" + identity + ", connect " + connectTimeout + ", request " + requestTimeout + "]";
    }
}
