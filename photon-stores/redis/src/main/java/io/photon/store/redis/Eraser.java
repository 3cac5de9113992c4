// SPDX-License-Identifier: Apache-2.0
package io.photon.store.redis;

import io.lettuce.core.protocol.CommandType;
import io.photon.pace.BackgroundPace;
import io.photon.store.Erasure;
import io.photon.store.StoreException;
import io.photon.task.Steady;
import io.photon.text.Utf8;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hides events, and erases them: a few at once, many in the background, a little at a time so that other clients of the
 * server are not kept waiting. Several processes may erase the same. Thread-safe.
 */
final class Eraser implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Eraser.class);

    /** Events that one script erases: about 2 ms of the server. */
    static final int AT_ONCE = 500;

    private static final long RETRY_MS = 1_000;

    private final RedisLink link;
    private final RedisKeys keys;
    private final BackgroundPace pace;
    private final Set<String> pending = ConcurrentHashMap.newKeySet();
    private final AtomicLong erasedEvents = new AtomicLong();
    private final AtomicLong erasedBytes = new AtomicLong();
    private final ScheduledThreadPoolExecutor timer = Steady.timer("photon-redis-erasure");

    Eraser(RedisLink link, RedisKeys keys, BackgroundPace pace) {
        this.link = link;
        this.keys = keys;
        this.pace = pace;
        timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false); // the next start goes on
    }

    /** Goes on with what an earlier process has left. */
    void begin() throws StoreException {
        List<@Nullable Object> names = link.read(pipe -> pipe.await(pipe.send(CommandType.HKEYS, keys.hidden)));
        names.forEach(name -> later(Replies.text(name)));
    }

    void hide(String stream, long upTo) throws StoreException {
        if (run(Script.HIDE, stream, List.of(Utf8.bytes(stream), upTo, AT_ONCE))) {
            later(stream);
        }
    }

    private void later(String stream) {
        if (pending.add(stream)) {
            schedule(stream, 0);
        }
    }

    private void schedule(String stream, long delayMs) {
        try {
            timer.schedule(Steady.task("erasing deleted events", () -> erase(stream)), delayMs, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("closing, so the next start erases: {}", e.getMessage());
        }
    }

    private void erase(String stream) {
        try {
            boolean isMore = true;
            while (isMore && !timer.isShutdown()) {
                long from = System.nanoTime();
                isMore = run(Script.ERASE_SOME, stream, List.of(Utf8.bytes(stream), AT_ONCE));
                pace.rest(System.nanoTime() - from, false);
            }
            if (!isMore) {
                pending.remove(stream);
            }
        } catch (StoreException e) {
            LOG.warn("erasing deleted events goes on later: {}", e.getMessage());
            schedule(stream, RETRY_MS);
        }
    }

    /** @return whether there is more to erase */
    private boolean run(Script script, String stream, List<?> words) throws StoreException {
        List<@Nullable Object> done = link.run(script, keys.ofErasing(stream), words);
        erasedEvents.addAndGet(Replies.number(done.get(0)));
        erasedBytes.addAndGet(Replies.number(done.get(1)));
        return Replies.number(done.get(2)) == 1;
    }

    Erasure erasure() {
        return new Erasure(pending.size(), erasedEvents.get(), erasedBytes.get());
    }

    @Override
    public void close() {
        timer.shutdown();
    }
}
