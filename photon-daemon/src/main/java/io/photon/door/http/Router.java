// SPDX-License-Identifier: Apache-2.0
package io.photon.door.http;

import io.photon.api.Caller;
import io.photon.codec.FailureJson;
import io.photon.door.http.console.ConsoleEndpoint;
import io.photon.door.http.endpoint.Endpoint;
import io.photon.door.http.identity.HttpAuthentication;
import io.photon.door.http.identity.RequestOrigin;
import io.photon.door.http.wire.HttpSettings;
import io.photon.door.http.wire.OpenRequests;
import io.photon.door.http.wire.RequestFacts;
import io.photon.door.http.wire.call.Call;
import io.photon.door.http.wire.call.Outbound;
import io.photon.door.http.wire.call.Parameters;
import io.photon.door.http.wire.call.RequestHeadCheck;
import io.photon.door.http.wire.call.Target;
import io.photon.door.http.wire.call.TrustedProxies;
import io.photon.door.http.wire.connection.RequestBody;
import io.photon.metrics.MetricPage;
import io.photon.question.AdminQuestions;
import io.photon.question.Form;
import io.photon.question.Question;
import io.photon.result.Failure;
import io.photon.result.Result;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.undertow.util.HeaderValues;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.SameThreadExecutor;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Finds the endpoint of a request by its raw path, so that a {@code %2F} in a stream's name is no separator; asks who is
 * there before anything under {@code /api}.
 */
final class Router implements HttpHandler {

    /** @param question null for a page @param streamed whether it has an answer that may never end, so that asking for its head alone makes no sense */
    private record Route(
            @Nullable Question question,
            String method,
            List<String> pattern,
            Parameters parameters,
            boolean open,
            boolean streamed,
            Endpoint endpoint) {

        /** As counters name it. */
        String name() {
            return question == null ? "page" : question.name();
        }

        /** Whether it takes a method; a HEAD is a GET whose body Undertow leaves out. */
        boolean takes(String wanted) {
            return method.equals(wanted) || wanted.equals("HEAD") && method.equals("GET") && !streamed;
        }

        boolean matches(List<String> segments) {
            if (segments.size() != pattern.size()) {
                return false;
            }
            for (int i = 0; i < segments.size(); i++) {
                String expected = pattern.get(i);
                boolean fits = expected.startsWith(":") ? !segments.get(i).isEmpty() : expected.equals(segments.get(i));
                if (!fits) {
                    return false;
                }
            }
            return true;
        }
    }

    private static final HttpString CONTENT_TYPE_OPTIONS = new HttpString("X-Content-Type-Options");
    /** Sent by every browser. */
    private static final HttpString FETCH_SITE = new HttpString("Sec-Fetch-Site");

    private final List<Route> routes = new ArrayList<>();
    private final CorsPolicy cors;
    private final HttpAuthentication authentication;
    private final WebHookHandshake hooks;
    private final RequestLog log;
    private final ConsoleEndpoint console;
    private final OpenRequests openRequests;
    private final Outbound outbound;
    private final HttpSettings settings;
    private final TrustedProxies proxies;

    Router(
            CorsPolicy cors,
            HttpAuthentication authentication,
            WebHookHandshake hooks,
            RequestLog log,
            ConsoleEndpoint console,
            OpenRequests openRequests,
            Outbound outbound,
            HttpSettings settings) {
        this.cors = cors;
        this.authentication = authentication;
        this.hooks = hooks;
        this.log = log;
        this.console = console;
        this.openRequests = openRequests;
        this.outbound = outbound;
        this.settings = settings;
        this.proxies = new TrustedProxies(settings.front().trusted());
    }

    /** One more route; of several that fit the first one answers. */
    Router add(Question question, Endpoint endpoint) {
        routes.add(new Route(
                question,
                Objects.requireNonNull(question.method()),
                List.of(Objects.requireNonNull(question.path()).substring(1).split("/")),
                Parameters.of(question),
                question.isOpen(),
                question.form() == Form.LINES || question.form() == Form.FILE,
                endpoint));
        return this;
    }

    /** A WebSocket. @param path as of a question */
    Router socket(String path, Parameters parameters, Endpoint endpoint) {
        routes.add(new Route(null, "GET", List.of(path.substring(1).split("/")), parameters, false, true, endpoint));
        return this;
    }

    /** A page or a file, for everybody. @param path without free segments, begins with a slash */
    Router page(String path, Endpoint endpoint) {
        List<String> pattern = List.of(path.substring(1).split("/", -1));
        routes.add(new Route(null, "GET", pattern, Parameters.NONE, true, false, endpoint));
        return this;
    }

    /** Every route as {@code GET /api/replay/:stream from to}, with its query parameters. */
    List<String> routes() {
        return routes.stream()
                .map(route -> route.method() + " /" + String.join("/", route.pattern())
                        + route.parameters().names().stream()
                                .map(name -> " " + name)
                                .collect(Collectors.joining()))
                .toList();
    }

    void measure(MetricPage page) {
        page.gauge("photon_http_requests_open", "requests under way", openRequests.requests())
                .counter(
                        "photon_http_requests_repeated",
                        "emits that came with the head of the one before, which is not read again",
                        openRequests.repeated())
                .gauge("photon_http_readers", "long answers under way", openRequests.readers());
        log.addTo(page);
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) {
        proxies.apply(exchange);
        RequestFacts.begin(exchange);
        closeWhenAsked(exchange);
        // No one shall keep an answer, nor guess that it is something else than it says.
        exchange.getResponseHeaders().put(CONTENT_TYPE_OPTIONS, "nosniff").put(Headers.CACHE_CONTROL, "no-store");
        boolean chunked = exchange.getRequestHeaders().contains(Headers.TRANSFER_ENCODING);
        RequestBody.of(exchange).requestBegun(exchange, chunked);
        openRequests.requestBegun();
        exchange.addExchangeCompleteListener((done, next) -> {
            if (!log.tellsEach()) {
                RequestBody.of(done).learn(done, log::count);
            }
            RequestBody.of(done).requestEnded(done);
            openRequests.requestEnded();
            log.over(done);
            if (!done.getConnection().isOpen()) {
                // Or Undertow waits for the next request, and for rest.idle-timeout its timer holds all that belonged
                // to this.
                done.setPersistent(false);
            }
            next.proceed();
        });
        exchange.dispatch(SameThreadExecutor.INSTANCE, () -> route(exchange));
    }

    /** Undertow looks for "close" as the whole of the first Connection header; it may be one of several wishes. */
    private static void closeWhenAsked(HttpServerExchange exchange) {
        HeaderValues wishes = exchange.getRequestHeaders().get(Headers.CONNECTION);
        if (wishes != null && (wishes.size() > 1 || wishes.getFirst().indexOf(',') >= 0)) {
            for (String wish : String.join(",", wishes).split(",", -1)) {
                if (wish.strip().equalsIgnoreCase("close")) {
                    exchange.setPersistent(false);
                }
            }
        }
    }

    private void route(HttpServerExchange exchange) {
        if (RequestHeadCheck.refuse(exchange, outbound, settings.limits())) {
            return;
        }
        Result<Target> parsed = Target.parse(
                exchange.getRequestURI(),
                exchange.getQueryString(),
                settings.front().basePath());
        if (parsed instanceof Result.Err<Target> err) {
            new Call(exchange, null, null, outbound).answer(err.failure());
            return;
        }
        Target target = HttpAuthentication.hide(exchange, parsed.value());
        Call call = new Call(exchange, null, target, outbound);
        if (openRequests.isClosing()) {
            call.answer(Failure.of(Failure.Kind.OVERLOADED, "Photon is stopping", "try again after its restart"));
            return;
        }
        call.guarded(() -> dispatch(call));
    }

    private void dispatch(Call call) {
        HttpServerExchange exchange = call.exchange();
        if (cors.answers(exchange) || hooks.answers(exchange, call.target().segments())) {
            return;
        }
        String method = exchange.getRequestMethod().toString();
        List<String> segments = call.target().segments();
        if (console.isAt(segments)) {
            if (method.equals("GET") || method.equals("HEAD")) {
                console.handle(call);
            } else {
                refuse(call, method, new TreeSet<>(Set.of("GET", "HEAD")));
            }
            return;
        }
        Route found = find(segments, method);
        if (found != null) {
            RequestFacts.of(exchange).asks(found.name());
            if (found.open() && found.method().equals("GET") || isScraper(found, exchange)) {
                handle(found, call);
                return;
            }
        }
        if (cors.refuses(exchange)) {
            call.answer(Failure.of(
                    Failure.Kind.DENIED,
                    "a page of " + call.header("Origin") + " may not ask this Photon",
                    "pages of Photon's own origin and of cors.origins may, and programs that send no Origin"));
            return;
        }
        if (found != null && found.open()) {
            handle(found, call);
            return;
        }
        authentication.identify(call, caller -> {
            if (caller instanceof Result.Err<Caller> err) {
                call.answer(err.failure());
            } else if (found != null) {
                RequestFacts.of(exchange).isOf(caller.value().name());
                handle(found, call.by(caller.value()));
            } else {
                refuse(call, method, methods(segments));
            }
        });
    }

    private @Nullable Route find(List<String> segments, String method) {
        for (Route route : routes) {
            if (route.takes(method) && route.matches(segments)) {
                return route;
            }
        }
        return null;
    }

    /** The methods that a path takes, in the order of the alphabet; none where there is no such path. */
    private Set<String> methods(List<String> segments) {
        Set<String> methods = new TreeSet<>();
        for (Route route : routes) {
            if (route.matches(segments)) {
                methods.add(route.method());
                if (route.takes("HEAD")) {
                    methods.add("HEAD");
                }
            }
        }
        return methods;
    }

    /**
     * Whether it reads {@code /metrics} from where no identity is needed: not with one that may be wrong, not through a
     * proxy, and not from a page of a browser.
     */
    private boolean isScraper(Route route, HttpServerExchange exchange) {
        if (route.question() != AdminQuestions.METRICS) {
            return false;
        }
        HeaderMap headers = exchange.getRequestHeaders();
        InetAddress peer = exchange.getSourceAddress().getAddress();
        return peer != null
                && log.lets(peer)
                && !headers.contains(Headers.AUTHORIZATION)
                && !headers.contains(Headers.COOKIE)
                && !headers.contains(Headers.ORIGIN)
                && !headers.contains(FETCH_SITE)
                && exchange.getQueryString().isEmpty()
                && RequestOrigin.isDirect(exchange);
    }

    private void refuse(Call call, String method, Set<String> allowed) {
        if (allowed.isEmpty()) {
            call.answer(UnknownPath.of(
                    call.target().segments(),
                    routes.stream().map(Route::pattern).toList(),
                    settings.front().basePath()));
            return;
        }
        call.exchange().getResponseHeaders().put(Headers.ALLOW, String.join(", ", allowed));
        call.answer(
                405,
                FailureJson.bytes(Failure.of(
                        Failure.Kind.BAD_INPUT,
                        "this path does not take " + method,
                        "use " + String.join(" or ", allowed))));
    }

    private static void handle(Route route, Call call) {
        route.parameters()
                .refuse(call.target())
                .ifPresentOrElse(call::answer, () -> route.endpoint().handle(call));
    }
}
