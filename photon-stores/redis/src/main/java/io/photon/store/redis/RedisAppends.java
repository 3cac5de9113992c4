// SPDX-License-Identifier: Apache-2.0
package io.photon.store.redis;

import io.photon.event.Event;
import io.photon.store.Batches;
import io.photon.store.Fence;
import io.photon.store.StoreException;
import io.photon.store.StoreException.Kind;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Appends, each one script on the server. One that had no answer is asked about: a bar keeps the server from taking it later,
 * so that what is stored then is the answer. {@link #append} is for the writer, the rest is thread-safe.
 */
final class RedisAppends {

    private static final Logger LOG = LoggerFactory.getLogger(RedisAppends.class);

    private static final int TRIES = 3;

    private final RedisLink link;
    private final RedisKeys keys;
    /** The server takes only appends that carry it; it says which one when another is carried. */
    private volatile String turn = "0";
    /** The number of the event that is stored next, as far as is known. */
    private volatile long next = 1;
    /** Whether an append may still be taken that had no answer: the head is then read with a bar, which costs a write. */
    private volatile boolean inDoubt;
    /** The highest order-id that the server has confirmed. */
    private volatile long confirmed;

    private volatile boolean full;

    RedisAppends(RedisLink link, RedisKeys keys) {
        this.link = link;
        this.keys = keys;
    }

    void append(List<Event> batch, Fence fence) throws StoreException {
        Batches.requireSome(batch);
        Batches.requireRising(0, batch);
        PreparedBatch prepared = new PreparedBatch(keys, batch);
        Pipe pipe = link.pipe();
        try {
            for (int i = 0; i < TRIES; i++) {
                if (isStored(pipe.run(Script.APPEND, prepared.keys(), prepared.words(fence, turn, next)), fence)) {
                    next += batch.size();
                    confirmed(batch);
                    return;
                }
            }
            throw new StoreException(Kind.REFUSED, "other clients of this Redis bar appends all the time");
        } catch (NoAnswerException e) {
            resolve(batch, String.valueOf(e.getMessage()), e);
        } catch (StoreException e) {
            full = e.kind() == Kind.NO_SPACE;
            if (e.kind() != Kind.FAILED) {
                throw e;
            }
            resolve(batch, String.valueOf(e.getMessage()), e);
        } catch (RuntimeException | Error e) { // as when memory runs out before the answer is read
            inDoubt = true;
            throw e;
        }
    }

    private void confirmed(List<Event> batch) {
        confirmed = batch.get(batch.size() - 1).orderId();
        full = false;
    }

    /** What the script said. @return false when it is to be asked again: nothing was stored */
    private boolean isStored(List<@Nullable Object> answer, Fence fence) throws StoreException {
        String word = Replies.text(answer.get(0));
        switch (word) {
            case "OK":
                return true;
            case "TURN":
                turn = Replies.text(answer.get(1));
                next = Replies.number(answer.get(2));
                return false;
            case "FENCED":
                throw StoreException.fenced(fence, Replies.number(answer.get(1)));
            default:
                throw new StoreException(
                        Kind.CONFLICT,
                        "the first order-id is not above " + Replies.text(answer.get(1)) + "; nothing was stored");
        }
    }

    /** Returns when the batch is stored, and throws when it is not, or that cannot be known now. */
    private void resolve(List<Event> batch, String why, Exception cause) throws StoreException {
        inDoubt = true;
        Event last = batch.get(batch.size() - 1);
        List<@Nullable Object> now;
        try {
            now = link.run(Script.BAR, barred(), List.of(last.orderId()));
        } catch (StoreException e) {
            throw new StoreException(
                    Kind.OUTCOME_UNKNOWN, why + "; whether the events are stored is asked when it answers", cause);
        }
        turn = Replies.text(now.get(0));
        inDoubt = false;
        Object line = now.get(2);
        if (line != null && Arrays.equals(Replies.bytes(line), last.line())) {
            LOG.warn("{}; the events are stored", why);
            confirmed(batch);
            return;
        }
        throw new StoreException(Kind.REFUSED, why + "; nothing was stored", cause);
    }

    private List<byte[]> barred() {
        return List.of(keys.meta, keys.events, keys.log);
    }

    /** Whether an append that had no answer may still be taken by the server. */
    boolean isInDoubt() {
        return inDoubt;
    }

    /** The head, after which no earlier append is taken any more. */
    long headWithoutDoubt() throws StoreException {
        List<@Nullable Object> now = link.run(Script.BAR, barred(), List.of(""));
        turn = Replies.text(now.get(0));
        inDoubt = false;
        return Replies.number(now.get(1));
    }

    /** Whether the last append found no space. */
    boolean isFull() {
        return full;
    }

    long confirmed() {
        return confirmed;
    }
}
