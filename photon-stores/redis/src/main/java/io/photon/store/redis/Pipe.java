// SPDX-License-Identifier: Apache-2.0
package io.photon.store.redis;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.output.CommandOutput;
import io.lettuce.core.output.NestedMultiOutput;
import io.lettuce.core.output.ValueListOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import io.lettuce.core.protocol.ProtocolKeyword;
import io.photon.store.StoreException;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * One connection in use: commands are sent at once, and answered in the order in which they were sent. A command is sent at
 * most once. Thread-safe.
 */
final class Pipe {

    private static final ByteArrayCodec BYTES = ByteArrayCodec.INSTANCE;

    private final String server;
    private final StatefulRedisConnection<byte[], byte[]> connection;
    private final RedisAsyncCommands<byte[], byte[]> commands;
    private final long timeoutNanos;
    private final Runnable answered;

    /** @param answered called, by any thread, when the server has answered */
    Pipe(String server, StatefulRedisConnection<byte[], byte[]> connection, long timeoutNanos, Runnable answered) {
        this.server = server;
        this.connection = connection;
        this.commands = connection.async();
        this.timeoutNanos = timeoutNanos;
        this.answered = answered;
    }

    boolean isOpen() {
        return connection.isOpen();
    }

    /** An answer of any shape: bytes, numbers, lists of these, null. One that is no list is a list of one. */
    RedisFuture<List<@Nullable Object>> send(ProtocolKeyword command, Object... words) throws NoAnswerException {
        return dispatch(command, new NestedMultiOutput<>(BYTES), args(words));
    }

    /** The fields of a hash, null for those that are not there. */
    RedisFuture<List<byte @Nullable []>> fields(byte[] hash, List<String> names) throws NoAnswerException {
        CommandArgs<byte[], byte[]> args = args(hash);
        names.forEach(args::add);
        return dispatch(CommandType.HMGET, new ValueListOutput<>(BYTES), args);
    }

    private static CommandArgs<byte[], byte[]> args(Object... words) {
        CommandArgs<byte[], byte[]> args = new CommandArgs<>(BYTES);
        for (Object word : words) {
            if (word instanceof byte[] bytes) {
                args.add(bytes);
            } else if (word instanceof Number number) {
                args.add(number.longValue());
            } else {
                args.add(word.toString());
            }
        }
        return args;
    }

    private <T> RedisFuture<T> dispatch(
            ProtocolKeyword command, CommandOutput<byte[], byte[], T> output, CommandArgs<byte[], byte[]> args)
            throws NoAnswerException {
        try {
            return commands.dispatch(command, output, args);
        } catch (RuntimeException e) { // the connection has just ended
            throw new NoAnswerException(lost(e), e);
        }
    }

    /** Runs a script; the server is told its text when it does not know it yet. */
    List<@Nullable Object> run(Script script, List<byte[]> keys, List<?> words)
            throws StoreException, NoAnswerException {
        try {
            return await(dispatch(
                    CommandType.EVALSHA, new NestedMultiOutput<>(BYTES), scriptArgs(args(script.sha()), keys, words)));
        } catch (StoreException e) {
            if (!(e.getCause() instanceof RedisNoScriptException)) {
                throw e;
            }
            return await(dispatch(
                    CommandType.EVAL, new NestedMultiOutput<>(BYTES), scriptArgs(args(script.text()), keys, words)));
        }
    }

    private static CommandArgs<byte[], byte[]> scriptArgs(
            CommandArgs<byte[], byte[]> args, List<byte[]> keys, List<?> words) {
        args.add(keys.size());
        keys.forEach(args::add);
        for (Object word : words) {
            if (word instanceof byte[] bytes) {
                args.add(bytes);
            } else {
                args.add(word.toString());
            }
        }
        return args;
    }

    /**
     * Waits for an answer. After one that did not come in time this connection is closed: a later answer would be one to
     * no one.
     *
     * @throws StoreException the server answered an error
     */
    <T> T await(RedisFuture<T> answer) throws StoreException, NoAnswerException {
        try {
            T found = answer.get(timeoutNanos, TimeUnit.NANOSECONDS);
            answered.run();
            return found;
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            if (cause instanceof RedisCommandExecutionException) {
                answered.run();
                throw RedisErrors.of(server, String.valueOf(cause.getMessage()), cause);
            }
            throw new NoAnswerException(lost(cause), cause);
        } catch (TimeoutException e) {
            connection.closeAsync();
            throw new NoAnswerException(
                    "Redis at " + server + " did not answer within " + TimeUnit.NANOSECONDS.toMillis(timeoutNanos)
                            + " ms",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NoAnswerException("waiting for Redis at " + server + " was interrupted", e);
        }
    }

    private String lost(Throwable cause) {
        return "the connection to Redis at " + server + " was lost: " + cause.getMessage();
    }

    void close() {
        connection.close();
    }
}
