// SPDX-License-Identifier: Apache-2.0
package io.photon.door.http.wire;

import io.photon.codec.FailureJson;
import io.photon.result.Failure;
import io.photon.text.Utf8;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.xnio.conduits.AbstractStreamSinkConduit;
import org.xnio.conduits.StreamSinkConduit;

/**
 * What goes out over a connection, after Undertow has written it. Undertow's parser refuses a head that it cannot read
 * with an empty 400; here it gets a body that says what is wrong. On the connection's I/O thread.
 */
final class AnswerSink extends AbstractStreamSinkConduit<StreamSinkConduit> {

    private static final byte[] EMPTY_REFUSAL =
            Utf8.bytes("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");

    private final RequestSource source;

    AnswerSink(StreamSinkConduit next, RequestSource source) {
        super(next);
        this.source = source;
    }

    @Override
    public int write(ByteBuffer src) throws IOException {
        if (!source.awaitsHead() || !src.equals(ByteBuffer.wrap(EMPTY_REFUSAL))) {
            return next.write(src);
        }
        ByteBuffer told = ByteBuffer.wrap(refusal());
        // All of it fits into the socket's empty buffer; where it does not, the client has stopped reading.
        while (told.hasRemaining() && next.write(told) > 0) {
            // until nothing more is taken
        }
        int length = src.remaining();
        src.position(src.limit());
        return length;
    }

    private byte[] refusal() {
        byte[] json = FailureJson.bytes(Failure.of(
                Failure.Kind.BAD_INPUT,
                "the request's head cannot be read as HTTP/1.1; it begins with '" + source.headBegin() + "'",
                "begin with METHOD /PATH HTTP/1.1, with spaces and non-ASCII in the path percent-encoded,"
                        + " then one header a line, then an empty line"));
        byte[] head = Utf8.bytes("HTTP/1.1 400 Bad Request\r\nConnection: close\r\nX-Content-Type-Options: nosniff\r\n"
                + "Cache-Control: no-store\r\nContent-Type: application/json\r\nContent-Length: " + (json.length + 1)
                + "\r\n\r\n");
        return new Bytes(head.length + json.length + 1)
                .add(head, 0, head.length)
                .add(json, 0, json.length)
                .add('\n')
                .toArray();
    }
}
