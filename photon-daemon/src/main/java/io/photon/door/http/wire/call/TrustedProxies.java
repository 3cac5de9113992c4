// SPDX-License-Identifier: Apache-2.0
package io.photon.door.http.wire.call;

import io.photon.settings.Network;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.undertow.util.HeaderValues;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Believes what trusted proxies say about their clients, in {@code Forwarded} (RFC 7239) or the {@code X-Forwarded-…} headers:
 * from then on the address, the scheme and the host of a request are the client's. Each proxy adds its peer at the end, so
 * the last address that is no trusted proxy's is the client; what stands before it, the client may have made up.
 * Whatever it says, no request that a proxy passed on is from this machine. Immutable.
 */
public final class TrustedProxies {

    private static final HttpString FORWARDED = new HttpString("Forwarded");
    private static final HttpString FOR = new HttpString("X-Forwarded-For");
    private static final HttpString PROTO = new HttpString("X-Forwarded-Proto");
    private static final HttpString HOST = new HttpString("X-Forwarded-Host");

    private static final Pattern HOST_TEXT =
            Pattern.compile("[A-Za-z0-9._-]{1,253}(:[0-9]{1,5})?|\\[[0-9A-Fa-f:.]+](:[0-9]{1,5})?");
    /** Of proxies one after another. */
    private static final int MOST_HOPS = 32;

    /** What one proxy says about its peer. @param address null when it does not say @param proto null for not said @param host null for not said */
    private record Hop(
            @Nullable InetAddress address,
            @Nullable String proto,
            @Nullable String host) {}

    private final List<Network> trusted;

    public TrustedProxies(List<Network> trusted) {
        this.trusted = List.copyOf(trusted);
    }

    private boolean trusts(InetAddress address) {
        return address != null && trusted.stream().anyMatch(network -> network.contains(address));
    }

    /** Makes a request that of the client, if a trusted proxy passed it on. */
    public void apply(HttpServerExchange exchange) {
        if (trusted.isEmpty() || !trusts(exchange.getSourceAddress().getAddress())) {
            return;
        }
        List<Hop> hops = hops(exchange.getRequestHeaders());
        Hop client = null;
        for (int i = hops.size() - 1; i >= 0; i--) {
            Hop hop = hops.get(i);
            if (hop.address() == null) {
                break; // it cannot be told whose proxy that was
            }
            client = hop;
            if (!trusts(hop.address())) {
                break;
            }
        }
        if (client == null) {
            return;
        }
        exchange.setSourceAddress(new InetSocketAddress(client.address(), 0));
        if ("http".equals(client.proto()) || "https".equals(client.proto())) {
            exchange.setRequestScheme(client.proto());
        }
        if (client.host() != null && HOST_TEXT.matcher(client.host()).matches()) {
            exchange.getRequestHeaders().put(Headers.HOST, client.host());
        }
    }

    private static List<Hop> hops(HeaderMap headers) {
        if (!headers.contains(FORWARDED)) {
            return xForwarded(headers);
        }
        List<Hop> standard = forwarded(items(headers.get(FORWARDED)));
        return headers.contains(FOR) ? inBoth(standard, xForwarded(headers)) : standard;
    }

    /**
     * A proxy adds to one of the two, and which one is not known here: the other is what the client sent. So only what both
     * say of the last hop is believed.
     */
    private static List<Hop> inBoth(List<Hop> standard, List<Hop> usual) {
        if (standard.isEmpty() || usual.isEmpty()) {
            return List.of(); // a header of commas alone
        }
        Hop one = standard.get(standard.size() - 1);
        Hop other = usual.get(usual.size() - 1);
        return one.address() != null && one.address().equals(other.address())
                ? List.of(new Hop(one.address(), same(one.proto(), other.proto()), same(one.host(), other.host())))
                : List.of();
    }

    private static @Nullable String same(@Nullable String one, @Nullable String other) {
        return one != null && one.equals(other) ? one : null;
    }

    /** The items of a header that may come several times, the last ones when there are many. */
    private static List<String> items(HeaderValues values) {
        List<String> items = new ArrayList<>();
        if (values != null) {
            for (String value : values) {
                for (String item : value.split(",")) {
                    items.add(item.strip());
                }
            }
        }
        return items.subList(Math.max(0, items.size() - MOST_HOPS), items.size());
    }

    private static List<Hop> forwarded(List<String> items) {
        List<Hop> hops = new ArrayList<>();
        for (String item : items) {
            InetAddress address = null;
            String proto = null;
            String host = null;
            for (String pair : item.split(";")) {
                int equals = pair.indexOf('=');
                String value =
                        equals < 0 ? "" : unquoted(pair.substring(equals + 1).strip());
                switch (equals < 0 ? "" : pair.substring(0, equals).strip().toLowerCase(Locale.ROOT)) {
                    case "for" -> address = address(value);
                    case "proto" -> proto = value.toLowerCase(Locale.ROOT);
                    case "host" -> host = value;
                    default -> {
                        // by, and extensions
                    }
                }
            }
            hops.add(new Hop(address, proto, host));
        }
        return hops;
    }

    private static List<Hop> xForwarded(HeaderMap headers) {
        List<String> addresses = items(headers.get(FOR));
        List<String> protos = items(headers.get(PROTO));
        List<String> hosts = items(headers.get(HOST));
        List<Hop> hops = new ArrayList<>();
        for (int i = 0; i < addresses.size(); i++) {
            int fromEnd = addresses.size() - i;
            hops.add(new Hop(address(addresses.get(i)), of(protos, fromEnd), of(hosts, fromEnd)));
        }
        return hops;
    }

    /** That of the same proxy when each has added one, else the only one there is. */
    private static @Nullable String of(List<String> items, int fromEnd) {
        if (items.isEmpty()) {
            return null;
        }
        return items.get(Math.max(0, items.size() - fromEnd)).toLowerCase(Locale.ROOT);
    }

    private static String unquoted(String value) {
        return value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"")
                ? value.substring(1, value.length() - 1)
                : value;
    }

    /** An address with or without a port; null for anything else. No name is looked up. */
    private static @Nullable InetAddress address(String text) {
        String host = text;
        if (text.startsWith("[")) {
            int end = text.indexOf(']');
            host = end < 0 ? "" : text.substring(1, end);
        } else if (text.indexOf(':') >= 0 && text.indexOf(':') == text.lastIndexOf(':')) {
            host = text.substring(0, text.indexOf(':'));
        }
        return host.contains("/")
                ? null
                : Network.parse(host).map(Network::address).orElse(null);
    }
}
