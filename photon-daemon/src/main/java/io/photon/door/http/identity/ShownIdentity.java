// SPDX-License-Identifier: Apache-2.0
package io.photon.door.http.identity;

import io.photon.door.http.wire.call.Target;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.AttachmentKey;
import io.undertow.util.Headers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a request shows to say who asks. Holds secrets: it is never printed. Immutable.
 *
 * @param authorization the header, null for none
 * @param session id in the cookie, null for none
 * @param query what stands in the query, null for nothing
 */
record ShownIdentity(String authorization, @Nullable String session, InQuery query) {

    private static final String ACCESS_TOKEN = "access_token";
    private static final String CLIENT_ID = "client_id";
    private static final String CLIENT_SECRET = "client_secret";
    private static final Set<String> PARAMETERS = Set.of(ACCESS_TOKEN, CLIENT_ID, CLIENT_SECRET);

    private static final AttachmentKey<InQuery> IN_QUERY = AttachmentKey.create(InQuery.class);

    /**
     * An identity in a query: null is what is not there.
     *
     * @param isTwice whether one stands there twice, with different values
     */
    record InQuery(
            @Nullable String accessToken,
            @Nullable String clientId,
            @Nullable String clientSecret,
            boolean isTwice) {

        boolean isApplication() {
            return clientId != null || clientSecret != null;
        }

        private boolean isSameAs(InQuery other) {
            return isSame(accessToken, other.accessToken)
                    & isSame(clientId, other.clientId)
                    & isSame(clientSecret, other.clientSecret)
                    & isTwice == other.isTwice;
        }

        @Override
        public String toString() {
            return "an identity";
        }
    }

    /**
     * Takes it out of the query: no endpoint, no message and no log gets to see it.
     *
     * @return the target without it
     */
    static Target take(HttpServerExchange exchange, Target target) {
        if (target.query().isEmpty() || PARAMETERS.stream().noneMatch(target.query()::containsKey)) {
            return target;
        }
        exchange.putAttachment(
                IN_QUERY,
                new InQuery(
                        target.query().get(ACCESS_TOKEN),
                        target.query().get(CLIENT_ID),
                        target.query().get(CLIENT_SECRET),
                        target.differing().stream().anyMatch(PARAMETERS::contains)));
        Target clean = target.without(PARAMETERS);
        exchange.setQueryString(Arrays.stream(exchange.getQueryString().split("&"))
                .filter(pair -> clean.query().containsKey(Target.nameIn(pair)))
                .collect(Collectors.joining("&")));
        PARAMETERS.forEach(exchange.getQueryParameters()::remove);
        return clean;
    }

    /** Of a request from which {@link #take} took what stood in the query. */
    static ShownIdentity of(HttpServerExchange exchange) {
        return new ShownIdentity(
                exchange.getRequestHeaders().getFirst(Headers.AUTHORIZATION),
                SessionCookie.of(exchange).orElse(null),
                exchange.getAttachment(IN_QUERY));
    }

    /** Whether it says who asks by more than a cookie, which a browser sends by itself. */
    boolean isExplicit() {
        return authorization != null || query != null;
    }

    /** Whether it is the same; takes as long for a near miss as for any other. */
    boolean isSameAs(ShownIdentity other) {
        boolean sameQuery = query == null || other.query == null ? query == other.query : query.isSameAs(other.query);
        return sameQuery & isSame(authorization, other.authorization) & isSame(session, other.session);
    }

    private static boolean isSame(@Nullable String one, @Nullable String other) {
        return one == null || other == null
                ? one == other
                : MessageDigest.isEqual(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
        return "an identity";
    }
}
