// SPDX-License-Identifier: Apache-2.0
package io.photon.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.undertow.Undertow;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * What the HTTP server costs without a Photon: a POST is parsed as JSON and answered with it, a GET sends the same bytes from
 * memory until that number is sent. Prints its port, and ends when its input does.
 *
 * <pre>BYTES-OF-A-GET</pre>
 */
final class BareServer {

    private static final int CHUNK_BYTES = 64 * 1024;
    private static final JsonMapper JSON = new JsonMapper();

    private BareServer() {}

    public static void main(String[] args) throws IOException {
        long bytes = Long.parseLong(args[0]);
        byte[] chunk = new byte[CHUNK_BYTES];
        Arrays.fill(chunk, (byte) 'x');
        Undertow server = Undertow.builder()
                .addHttpListener(0, "127.0.0.1")
                .setIoThreads(2)
                .setWorkerThreads(8)
                .setHandler(exchange -> {
                    if (exchange.getRequestMethod().equalToString("POST")) {
                        exchange.getRequestReceiver().receiveFullBytes(BareServer::parse);
                    } else {
                        exchange.dispatch(() -> send(exchange, chunk, bytes));
                    }
                })
                .build();
        server.start();
        System.out.println(((InetSocketAddress) server.getListenerInfo().get(0).getAddress()).getPort());
        System.in.transferTo(java.io.OutputStream.nullOutputStream());
        server.stop();
    }

    private static void parse(HttpServerExchange exchange, byte[] body) {
        try {
            JsonNode event = JSON.readTree(body);
            exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, "application/json");
            exchange.getResponseSender().send(ByteBuffer.wrap(JSON.writeValueAsBytes(event)));
        } catch (IOException e) {
            exchange.setStatusCode(400).endExchange();
        }
    }

    private static void send(HttpServerExchange exchange, byte[] chunk, long bytes) {
        exchange.startBlocking();
        try {
            for (long left = bytes; left > 0; left -= chunk.length) {
                exchange.getOutputStream().write(chunk, 0, (int) Math.min(left, chunk.length));
            }
            exchange.getOutputStream().close();
        } catch (IOException e) {
            exchange.endExchange(); // the reader has gone
        }
    }
}
