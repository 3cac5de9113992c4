// SPDX-License-Identifier: Apache-2.0
package io.photon.bench.store;

import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.TransactionResult;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;

/** What the driver does by itself: groups of XADD in MULTI and EXEC, and XRANGE in pages. */
final class RawRedis implements RawStore {

    private static final byte[] KEY = "raw".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    private static final byte[] FIELD = "e".getBytes(java.nio.charset.StandardCharsets.US_ASCII);

    private final RedisClient client;
    private final StatefulRedisConnection<byte[], byte[]> connection;

    RawRedis(String url) {
        client = RedisClient.create(url);
        connection = client.connect(ByteArrayCodec.INSTANCE);
        connection.setAutoFlushCommands(false);
    }

    @Override
    public void group(byte[] event, int group) throws InterruptedException, ExecutionException {
        RedisAsyncCommands<byte[], byte[]> commands = connection.async();
        commands.multi();
        for (int i = 0; i < group; i++) {
            commands.xadd(KEY, Map.of(FIELD, event));
        }
        RedisFuture<TransactionResult> done = commands.exec();
        connection.flushCommands();
        done.get();
    }

    @Override
    public long read(int page) throws InterruptedException, ExecutionException {
        long events = 0;
        String after = "-";
        while (true) {
            RedisFuture<List<StreamMessage<byte[], byte[]>>> asked = connection
                    .async()
                    .xrange(
                            KEY,
                            after.equals("-")
                                    ? Range.unbounded()
                                    : Range.from(Range.Boundary.excluding(after), Range.Boundary.unbounded()),
                            Limit.from(page));
            connection.flushCommands();
            List<StreamMessage<byte[], byte[]>> found = asked.get();
            if (found.isEmpty()) {
                return events;
            }
            events += found.size();
            after = found.get(found.size() - 1).getId();
        }
    }

    @Override
    public void close() {
        connection.close();
        client.shutdown();
    }
}
