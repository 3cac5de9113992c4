// SPDX-License-Identifier: Apache-2.0
package io.photon.store.riak;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.ssl.SslHandler;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.channels.ClosedChannelException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;
import shaded.com.basho.riak.protobuf.RiakPB;
import shaded.com.google.protobuf.ByteString;
import shaded.com.google.protobuf.InvalidProtocolBufferException;

/**
 * Begins TLS on a new connection and logs in. To the client it is connected only then, so it never sends a request on a
 * connection that is refused, and such a request is known not to be done. The client's own way checks no host names and keeps
 * the reason of a refusal to itself.
 */
final class LoginHandler extends ByteToMessageDecoder {

    /** Riak waits as long before it says that a password is wrong. */
    private static final long PAUSE_MS = 5_000;

    /** What Riak's own client speaks with these nodes. */
    private static final String[] PROTOCOLS = {"TLSv1.2"};

    private static final int LENGTH = 4;
    /** No answer to a login is longer. */
    private static final int LONGEST = 64 * 1024;

    private static final byte ERROR = 0;
    /** Of Riak's messages 253 to 255. */
    private static final byte AUTH_REQUEST = -3;

    private static final byte AUTH_ANSWER = -2;
    private static final byte START_TLS = -1;

    /** Called once, when a login has ended. */
    interface End {
        /** @param refusal null when it was let in */
        void ended(@Nullable LoginRefusal refusal);
    }

    private final RiakOptions options;
    private final RiakLogin login;
    private final SSLContext trust;
    private final Runnable whenIn;
    private final End end;

    private @Nullable ChannelPromise connected;
    private @Nullable SSLEngine engine;
    private boolean isEncrypted;

    private LoginHandler(RiakOptions options, SSLContext trust, Runnable whenIn, End end) {
        this.options = options;
        this.login = Objects.requireNonNull(options.login());
        this.trust = trust;
        this.whenIn = whenIn;
        this.end = end;
    }

    /**
     * Adds it to a channel that is not connected yet.
     *
     * @param options with a login
     * @param whenIn on the channel's thread, before the client may use it
     */
    static void addTo(Channel channel, RiakOptions options, SSLContext trust, Runnable whenIn, End end) {
        LoginHandler handler = new LoginHandler(options, trust, whenIn, end);
        channel.pipeline().addLast(handler.gate(), handler);
    }

    /** Keeps the promise of the one who connects until the login has ended. */
    private ChannelOutboundHandlerAdapter gate() {
        return new ChannelOutboundHandlerAdapter() {
            @Override
            public void connect(
                    ChannelHandlerContext context,
                    SocketAddress remote,
                    @Nullable SocketAddress local,
                    ChannelPromise promise) {
                begin(context, (InetSocketAddress) remote, promise);
                context.connect(remote, local).addListener(done -> {
                    if (!done.isSuccess()) {
                        fail(done.cause());
                    }
                });
            }
        };
    }

    private void begin(ChannelHandlerContext context, InetSocketAddress node, ChannelPromise promise) {
        connected = promise;
        engine = engine(node);
        long limitMs = options.slots().timeout().toMillis() + PAUSE_MS;
        var limit = context.executor()
                .schedule(
                        () -> fail(new IOException("no answer to the login within " + limitMs + " ms")),
                        limitMs,
                        TimeUnit.MILLISECONDS);
        promise.addListener(done -> limit.cancel(false));
    }

    private SSLEngine engine(InetSocketAddress node) {
        SSLEngine made = trust.createSSLEngine(node.getHostString(), node.getPort());
        made.setUseClientMode(true);
        SSLParameters parameters = made.getSSLParameters();
        parameters.setProtocols(PROTOCOLS);
        if (login.checksHost()) {
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
        }
        made.setSSLParameters(parameters);
        return made;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        send(context, START_TLS, new byte[0]);
        context.fireChannelActive();
    }

    private static void send(ChannelHandlerContext context, byte code, byte[] body) {
        context.writeAndFlush(context.alloc()
                .buffer(LENGTH + 1 + body.length)
                .writeInt(1 + body.length)
                .writeByte(code)
                .writeBytes(body));
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        if (in.readableBytes() < LENGTH) {
            return;
        }
        int length = in.getInt(in.readerIndex());
        if (length < 1 || length > LONGEST) {
            fail(new IOException("what answers the login is not Riak's protocol"));
            in.skipBytes(in.readableBytes());
            return;
        }
        if (in.readableBytes() < LENGTH + length) {
            return;
        }
        in.skipBytes(LENGTH);
        byte code = in.readByte();
        byte[] body = new byte[length - 1];
        in.readBytes(body);
        if (code == ERROR) {
            refused(body);
        } else if (code == START_TLS && !isEncrypted && !in.isReadable()) { // more could be another's, put in front
            encrypt(context);
        } else if (code == AUTH_ANSWER && isEncrypted) {
            letIn(context);
        } else {
            fail(new IOException("it answered with message " + (code & 0xff) + " to the login"));
            in.skipBytes(in.readableBytes());
        }
    }

    private void refused(byte[] body) {
        try {
            fail(LoginRefusal.of(
                    options, RiakPB.RpbErrorResp.parseFrom(body).getErrmsg().toStringUtf8()));
        } catch (InvalidProtocolBufferException e) {
            fail(e);
        }
    }

    private void encrypt(ChannelHandlerContext context) {
        isEncrypted = true;
        SslHandler tls = new SslHandler(Objects.requireNonNull(engine));
        tls.setHandshakeTimeout(options.slots().timeout().toMillis(), TimeUnit.MILLISECONDS);
        tls.handshakeFuture().addListener(done -> {
            if (done.isSuccess()) {
                send(
                        context,
                        AUTH_REQUEST,
                        RiakPB.RpbAuthReq.newBuilder()
                                .setUser(ByteString.copyFromUtf8(login.user()))
                                .setPassword(ByteString.copyFromUtf8(login.password()))
                                .build()
                                .toByteArray());
            } else {
                fail(done.cause());
            }
        });
        context.pipeline().addFirst(tls);
    }

    private void letIn(ChannelHandlerContext context) {
        context.pipeline().remove(this);
        whenIn.run();
        if (Objects.requireNonNull(connected).trySuccess()) {
            end.ended(null);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) throws Exception {
        fail(new ClosedChannelException());
        super.channelInactive(context);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        fail(cause);
    }

    /** The client closes the connection then. One that was let in, or was refused before, has ended its login. */
    private void fail(Throwable cause) {
        LoginRefusal refusal = cause instanceof LoginRefusal known ? known : LoginRefusal.ofTls(options, cause);
        if (connected != null && connected.tryFailure(refusal == null ? cause : refusal) && refusal != null) {
            end.ended(refusal);
        }
    }
}
