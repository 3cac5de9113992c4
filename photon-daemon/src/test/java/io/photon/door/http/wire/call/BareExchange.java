// SPDX-License-Identifier: Apache-2.0
package io.photon.door.http.wire.call;

import io.photon.budget.Budget;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HttpString;
import io.undertow.util.Protocols;
import java.net.InetSocketAddress;

/** Requests as Undertow has read them, without a connection: for what looks at heads only. */
public final class BareExchange {

    private BareExchange() {}

    /** @param headers a name, its value, and so on */
    public static HttpServerExchange of(String method, String uri, String... headers) {
        HttpServerExchange exchange = new HttpServerExchange(null);
        exchange.setProtocol(Protocols.HTTP_1_1);
        exchange.setRequestScheme("http");
        exchange.setRequestMethod(new HttpString(method));
        int mark = uri.indexOf('?');
        exchange.setRequestURI(mark < 0 ? uri : uri.substring(0, mark));
        exchange.setQueryString(mark < 0 ? "" : uri.substring(mark + 1));
        exchange.setSourceAddress(new InetSocketAddress("127.0.0.1", 40_000));
        exchange.setDestinationAddress(new InetSocketAddress("127.0.0.1", 3000));
        for (int i = 0; i < headers.length; i += 2) {
            exchange.getRequestHeaders().add(new HttpString(headers[i]), headers[i + 1]);
        }
        return exchange;
    }

    /** The same as a call that no one answers. */
    public static Call call(String method, String uri, String... headers) {
        HttpServerExchange exchange = of(method, uri, headers);
        Target target = Target.parse(exchange.getRequestURI(), exchange.getQueryString())
                .value();
        return new Call(exchange, null, target, new Outbound(Budget.unlimited().backlogs(), 60_000));
    }
}
