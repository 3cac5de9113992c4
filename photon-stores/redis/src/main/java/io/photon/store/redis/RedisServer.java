// SPDX-License-Identifier: Apache-2.0
package io.photon.store.redis;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.SslOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.protocol.ProtocolVersion;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import io.photon.store.StoreException;
import io.photon.store.StoreException.Kind;
import java.util.concurrent.TimeUnit;

/** The driver: its threads, and new connections. Thread-safe. */
final class RedisServer implements AutoCloseable {

    private static final int THREADS = 2;
    private static final long STOP_SECONDS = 5;

    private final RedisTarget target;
    private final long timeoutNanos;
    private final ClientResources resources;
    private final RedisClient client;
    private volatile long answeredNanos = System.nanoTime();

    RedisServer(RedisOptions options) {
        target = options.target();
        timeoutNanos = options.timeout().toNanos();
        resources = DefaultClientResources.builder()
                .ioThreadPoolSize(THREADS)
                .computationThreadPoolSize(THREADS)
                .build();
        client = RedisClient.create(resources, uri(options));
        ClientOptions.Builder client = ClientOptions.builder()
                // A connection that is lost stays lost: the driver would send again what may have been done.
                .autoReconnect(false)
                .disconnectedBehavior(DisconnectedBehavior.REJECT_COMMANDS)
                // One protocol for all versions from 5 on.
                .protocolVersion(ProtocolVersion.RESP2)
                .timeoutOptions(TimeoutOptions.builder().timeoutCommands(false).build())
                .socketOptions(SocketOptions.builder()
                        .connectTimeout(options.timeout())
                        .keepAlive(true)
                        .tcpNoDelay(true)
                        .build());
        if (options.caFile() != null) {
            client.sslOptions(
                    SslOptions.builder().trustManager(options.caFile().toFile()).build());
        }
        this.client.setOptions(client.build());
    }

    private static RedisURI uri(RedisOptions options) {
        RedisTarget target = options.target();
        RedisURI.Builder uri = RedisURI.builder()
                .withHost(target.host())
                .withPort(target.port())
                .withSsl(target.tls())
                .withDatabase(target.database())
                .withClientName("photon")
                .withTimeout(options.timeout());
        String password = target.password();
        String user = target.user();
        if (password != null && user != null) {
            uri.withAuthentication(user, password);
        } else if (password != null) {
            uri.withPassword(password.toCharArray());
        }
        return uri.build();
    }

    /** A new connection: who asks is known, and the database is chosen. */
    Pipe connect() throws RedisException {
        return new Pipe(
                target.shown(),
                client.connect(ByteArrayCodec.INSTANCE),
                timeoutNanos,
                () -> answeredNanos = System.nanoTime());
    }

    /** When it last answered anything, if only that it does not do what it was asked; before that when this was made. */
    long answeredNanos() {
        return answeredNanos;
    }

    /** What a failure to connect means. */
    StoreException notConnected(RedisException e) {
        Throwable cause = e;
        while (cause.getCause() != null && !(cause instanceof RedisCommandExecutionException)) {
            cause = cause.getCause();
        }
        String why = cause.getMessage() == null ? cause.toString() : cause.getMessage();
        if (!(cause instanceof RedisCommandExecutionException)) {
            return new StoreException(Kind.REFUSED, "Redis at " + target.shown() + " cannot be reached: " + why, e);
        }
        if (why.contains("DB index")) {
            return new StoreException(
                    Kind.REFUSED, "Redis at " + target.shown() + " has no database " + target.database(), e);
        }
        if (why.contains("invalid password") || why.contains("invalid username-password")) { // as Redis 5 says it
            return RedisErrors.of(target.shown(), "WRONGPASS", e);
        }
        return RedisErrors.of(target.shown(), why, e);
    }

    RedisTarget target() {
        return target;
    }

    @Override
    public void close() {
        client.shutdown(0, STOP_SECONDS, TimeUnit.SECONDS);
        resources.shutdown(0, STOP_SECONDS, TimeUnit.SECONDS).awaitUninterruptibly(STOP_SECONDS, TimeUnit.SECONDS);
    }
}
