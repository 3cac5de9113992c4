// SPDX-License-Identifier: Apache-2.0
package io.photon.door.http.wire.connection;

import io.photon.codec.FailureJson;
import io.photon.door.http.wire.Bytes;
import io.photon.result.Failure;
import io.photon.text.Utf8;
import io.undertow.server.handlers.HostHeaderHandler;
import io.undertow.util.StatusCodes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.xnio.conduits.AbstractStreamSinkConduit;
import org.xnio.conduits.StreamSinkConduit;

/**
 * What goes out over a connection, after Undertow has written it. Undertow's parser refuses a head that it cannot read
 * with an empty 400, and Host headers as well; here they get a body that says what is wrong. On the connection's I/O thread.
 */
final class AnswerSink extends AbstractStreamSinkConduit<StreamSinkConduit> {

    private static final byte[] EMPTY_REFUSAL =
            Utf8.bytes("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");

    /** How Undertow's refusal of a Host header begins, also in HTTP/1.0; ours say "Bad Request". */
    private static final Pattern REFUSAL = Pattern.compile("HTTP/1\\.[01] 400 ([^\r]*)\r\n(?s).*\r\n\r\n");

    private static final byte[] ANSWER = Utf8.bytes("HTTP/1.");
    private static final int BAD_REQUEST = 400;

    /** Bytes of that refusal, which has no headers of ours. */
    private static final int LONGEST_HEAD = 300;

    private static final String HOST_HINT = "send one Host: NAME or Host: NAME:PORT, an IPv6 address in [ ]";

    private final RequestSource source;

    AnswerSink(StreamSinkConduit next, RequestSource source) {
        super(next);
        this.source = source;
    }

    @Override
    public int write(ByteBuffer src) throws IOException {
        String host = hostRefusal(src);
        if (host == null && (!source.awaitsHead() || !src.equals(ByteBuffer.wrap(EMPTY_REFUSAL)))) {
            return next.write(src);
        }
        ByteBuffer told = ByteBuffer.wrap(
                host == null ? refusal(source.headFault()) : refusal(new HeadFault(BAD_REQUEST, failure(host))));
        // All of it fits into the socket's empty buffer; where it does not, the client has stopped reading.
        while (told.hasRemaining() && next.write(told) > 0) {
            // until nothing more is taken
        }
        int length = src.remaining();
        src.position(src.limit());
        return length;
    }

    /** What Undertow's answer without a body says about the Host header; null when it is another answer. */
    private static @Nullable String hostRefusal(ByteBuffer src) {
        if (src.remaining() > LONGEST_HEAD || !startsWith(src, ANSWER)) {
            return null;
        }
        Matcher refusal = REFUSAL.matcher(StandardCharsets.ISO_8859_1.decode(src.duplicate()));
        if (!refusal.matches() || !refusal.group(1).contains("Host Header")) {
            return null;
        }
        return switch (refusal.group(1)) {
            case HostHeaderHandler.STATUS_NO_HOST_HEADER -> "there is no Host header";
            case HostHeaderHandler.STATUS_TOO_MANY_HOST_HEADERS -> "there is more than one Host header";
            case HostHeaderHandler.STATUS_HOST_NO_MATCH -> "the Host header is another one than the address asked for";
            default -> "the Host header cannot be read";
        };
    }

    private static boolean startsWith(ByteBuffer src, byte[] begin) {
        return src.remaining() >= begin.length
                && src.slice(src.position(), begin.length).equals(ByteBuffer.wrap(begin));
    }

    private static Failure failure(String host) {
        return Failure.of(Failure.Kind.BAD_INPUT, host, HOST_HINT);
    }

    private static byte[] refusal(HeadFault fault) {
        byte[] json = FailureJson.bytes(fault.failure());
        byte[] head = Utf8.bytes("HTTP/1.1 " + fault.status() + " " + StatusCodes.getReason(fault.status())
                + "\r\nConnection: close\r\nX-Content-Type-Options: nosniff\r\n"
                + "Cache-Control: no-store\r\nContent-Type: application/json\r\nContent-Length: " + (json.length + 1)
                + "\r\n\r\n");
        return new Bytes(head.length + json.length + 1)
                .add(head, 0, head.length)
                .add(json, 0, json.length)
                .add('\n')
                .toArray();
    }
}
