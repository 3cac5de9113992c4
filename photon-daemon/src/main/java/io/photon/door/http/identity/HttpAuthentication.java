// SPDX-License-Identifier: Apache-2.0
package io.photon.door.http.identity;

import io.photon.api.AuthApi;
import io.photon.api.Caller;
import io.photon.api.Origin;
import io.photon.api.PhotonApi;
import io.photon.door.http.wire.call.Call;
import io.photon.door.http.wire.call.Target;
import io.photon.result.Failure;
import io.photon.result.Result;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.AttachmentKey;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Finds out who asks: {@code Authorization: Basic}, {@code Bearer} or {@code Token}, {@code ?access_token=},
 * {@code ?client_id=&client_secret=}, or the cookie of a session. Thread-safe.
 */
public final class HttpAuthentication {

    /** Who came over this connection last, and with what: a client sends the same with each request. */
    private static final AttachmentKey<Known> KNOWN = AttachmentKey.create(Known.class);

    private record Known(ShownIdentity shown, Origin origin, Caller caller) {}

    /** One of the things that say who asks. */
    private interface Way {
        void ask(Consumer<Result<Caller>> then);
    }

    private final PhotonApi api;
    private final PasswordLogin passwords;

    public HttpAuthentication(PhotonApi api) {
        this.api = api;
        this.passwords = new PasswordLogin(api);
    }

    /** Takes identities out of a query, so that nothing else sees them. @return the target without them */
    public static Target hide(HttpServerExchange exchange, Target target) {
        return ShownIdentity.take(exchange, target);
    }

    /** Whether the only thing that says who asks is the cookie of a session. */
    public boolean isBySession(Call call) {
        ShownIdentity shown = ShownIdentity.of(call.exchange());
        return shown.session() != null && !shown.isExplicit();
    }

    /** Where a request comes from. */
    public Origin origin(Call call) {
        return RequestOrigin.of(call.exchange());
    }

    /** Tells who it is: at once as a rule, later while passwords are checked or guessed. On the I/O thread. */
    public void identify(Call call, Consumer<Result<Caller>> then) {
        HttpServerExchange exchange = call.exchange();
        Origin origin = RequestOrigin.of(exchange);
        ShownIdentity shown = ShownIdentity.of(exchange);
        if (!shown.isExplicit()) {
            String session = shown.session();
            then.accept(
                    session == null
                            ? api.anonymous(origin)
                            : SessionCheck.refuseForged(call, session, auth())
                                    .<Result<Caller>>map(Result::err)
                                    .orElseGet(() -> auth().bySession(origin, session)));
            return;
        }
        Known known = exchange.getConnection().getAttachment(KNOWN);
        if (known != null && known.origin().isSameAs(origin) && known.shown().isSameAs(shown)) {
            Result<Caller> current = api.current(known.caller());
            if (current.isOk()) {
                if (current.value() != known.caller()) {
                    exchange.getConnection().putAttachment(KNOWN, new Known(shown, origin, current.value()));
                }
                then.accept(current);
                return;
            }
            exchange.getConnection().removeAttachment(KNOWN); // what was good before may be good again, or not
        }
        login(call, origin, shown, identified -> {
            if (identified.isOk()) {
                exchange.getConnection().putAttachment(KNOWN, new Known(shown, origin, identified.value()));
            }
            then.accept(identified);
        });
    }

    private void login(Call call, Origin origin, ShownIdentity shown, Consumer<Result<Caller>> then) {
        Deque<Way> ways = new ArrayDeque<>();
        if (shown.authorization() != null) {
            ways.add(next -> authorization(call, origin, shown.authorization(), next));
        }
        ShownIdentity.InQuery query = shown.query();
        if (query != null && query.isTwice()) {
            then.accept(several());
            return;
        }
        String token = query == null ? null : query.accessToken();
        if (token != null) {
            ways.add(next -> next.accept(api.loginByToken(origin, token)));
        }
        if (query != null && query.isApplication()) {
            ways.add(next -> passwords.application(call, query.clientId(), query.clientSecret(), next));
        }
        ways.remove()
                .ask(first -> agreeing(
                        first,
                        ways,
                        all -> then.accept(all.then(caller -> withSession(caller, origin, shown.session())))));
    }

    /** All of them have to name a user, and the same one. */
    private static void agreeing(Result<Caller> first, Deque<Way> others, Consumer<Result<Caller>> then) {
        if (!first.isOk() || others.isEmpty()) {
            then.accept(first);
            return;
        }
        others.remove()
                .ask(second -> agreeing(
                        second.isOk() && !AuthApi.isSame(first.value(), second.value())
                                ? several()
                                : second.then(same -> first),
                        others,
                        then));
    }

    private AuthApi auth() {
        return api.auth();
    }

    /** A browser sends its cookie along with whatever a page shows; one that is over says nothing. */
    private Result<Caller> withSession(Caller caller, Origin origin, @Nullable String session) {
        if (session == null) {
            return Result.ok(caller);
        }
        Result<Caller> other = auth().bySession(origin, session);
        return other.isOk() && !AuthApi.isSame(caller, other.value()) ? several() : Result.ok(caller);
    }

    private static Result<Caller> several() {
        return Result.err(
                Failure.Kind.BAD_INPUT,
                "the request shows two identities",
                "send one: the header Authorization, access_token, client_id with client_secret, or the session's cookie");
    }

    private void authorization(Call call, Origin origin, String header, Consumer<Result<Caller>> then) {
        int space = header.indexOf(' ');
        String secret = space < 0 ? "" : header.substring(space + 1).strip();
        switch (space < 0 ? "" : header.substring(0, space).toLowerCase(Locale.ROOT)) {
            case "bearer", "token" -> then.accept(api.loginByToken(origin, secret));
            case "basic" -> passwords.basic(call, secret, then);
            default -> then.accept(api.anonymous(origin));
        }
    }
}
