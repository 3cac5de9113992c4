// SPDX-License-Identifier: Apache-2.0
package io.photon.store.redis;

import io.lettuce.core.RedisFuture;
import io.lettuce.core.protocol.CommandType;
import io.photon.event.Event;
import io.photon.store.Page;
import io.photon.store.ReadRequest;
import io.photon.store.StoreException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Pages of all streams: the log's index says which chunks they are in, and their events have rising numbers. */
final class LogPages {

    /** How many chunks are listed first; more, when they are so small that a page is not full. */
    private static final int FIRST_LIST = 32;

    private static final int LONGEST_LIST = 1_024;

    /** A page of which nothing is visible ends after this many rounds. */
    private static final int MOST_ROUNDS = 16;

    private final RedisKeys keys;

    LogPages(RedisKeys keys) {
        this.keys = keys;
    }

    /** What reading a few chunks came to. */
    private enum Outcome {
        MORE,
        FULL,
        END
    }

    Page read(Pipe pipe, ReadRequest request) throws StoreException, NoAnswerException {
        PageBuilder page = new PageBuilder(request);
        if (page.isOutside()) {
            return page.page(true);
        }
        RedisFuture<List<@Nullable Object>> noted = pipe.send(CommandType.HGETALL, keys.hidden);
        List<Chunk> chunks = new ArrayList<>();
        int listed = FIRST_LIST;
        int wanted = listed;
        if (page.isForwards()) {
            addAll(chunks, pipe.await(list(pipe, page, request.from(), listed)));
        } else {
            RedisFuture<List<@Nullable Object>> around =
                    pipe.send(CommandType.XRANGE, keys.log, request.from(), "+", "COUNT", 1);
            RedisFuture<List<@Nullable Object>> before = list(pipe, page, request.from(), listed);
            addAll(chunks, pipe.await(around)); // the position may lie in the middle of it
            wanted += chunks.size();
            addAll(chunks, pipe.await(before));
        }
        Hidden hidden = Hidden.of(pipe.await(noted));
        for (int round = 1; ; round++) {
            Outcome outcome = fill(pipe, page, chunks, hidden);
            boolean isEnd = outcome == Outcome.END || outcome == Outcome.MORE && chunks.size() < wanted;
            boolean isEnough = outcome == Outcome.FULL || round >= MOST_ROUNDS && page.cursor() != request.from();
            if (isEnd || isEnough) {
                return page.page(isEnd);
            }
            long from = chunks.get(chunks.size() - 1).last();
            listed = Math.min(2 * listed, LONGEST_LIST);
            wanted = listed;
            chunks.clear();
            addAll(chunks, pipe.await(list(pipe, page, from, listed)));
        }
    }

    /** Chunks that end above, or below, a position. */
    private RedisFuture<List<@Nullable Object>> list(Pipe pipe, PageBuilder page, long from, int count)
            throws NoAnswerException {
        return page.isForwards()
                ? pipe.send(CommandType.XRANGE, keys.log, from + 1, "+", "COUNT", count)
                : pipe.send(CommandType.XREVRANGE, keys.log, from - 1, page.to(), "COUNT", count);
    }

    private static void addAll(List<Chunk> chunks, List<@Nullable Object> entries) {
        entries.forEach(entry -> chunks.add(Chunk.listed(Replies.list(entry))));
    }

    /** Reads what is listed until the page is full; what was planned can turn out to be nothing, so it is planned again. */
    private Outcome fill(Pipe pipe, PageBuilder page, List<Chunk> chunks, Hidden hidden)
            throws StoreException, NoAnswerException {
        int next = 0;
        while (next < chunks.size()) {
            page.beginPlan();
            List<Chunk> planned = new ArrayList<>();
            boolean isEnd = false;
            boolean isCut = false;
            while (next < chunks.size() && !isEnd && !isCut) {
                Chunk chunk = chunks.get(next);
                boolean isOne = chunk.count() == 1;
                if (isOne && page.isBeyond(chunk.last())) {
                    isEnd = true;
                } else if (isOne && page.isPassed(chunk.last())) {
                    next++;
                } else if (page.plans(chunk.count(), chunk.bytes())) {
                    planned.add(chunk);
                    next++;
                } else {
                    isCut = true;
                }
            }
            Outcome outcome = add(pipe, page, planned, hidden);
            if (outcome != Outcome.MORE || isEnd) {
                return outcome == Outcome.MORE ? Outcome.END : outcome;
            }
            if (isCut && planned.isEmpty()) {
                return Outcome.FULL;
            }
        }
        return Outcome.MORE;
    }

    private Outcome add(Pipe pipe, PageBuilder page, List<Chunk> chunks, Hidden hidden)
            throws StoreException, NoAnswerException {
        if (chunks.isEmpty()) {
            return Outcome.MORE;
        }
        List<String> numbers = new ArrayList<>();
        for (Chunk chunk : chunks) {
            for (int i = 0; i < chunk.count(); i++) {
                numbers.add(
                        String.valueOf(page.isForwards() ? chunk.first() + i : chunk.first() + chunk.count() - 1 - i));
            }
        }
        List<byte @Nullable []> lines = pipe.await(pipe.fields(keys.events, numbers));
        requireErased(pipe, chunks, lines);
        int at = 0;
        for (Chunk chunk : chunks) {
            for (int i = 0; i < chunk.count(); i++) {
                byte[] line = lines.get(at++);
                if (line == null) {
                    continue;
                }
                Event event = PageBuilder.event(line, 0, firstPossible(page, chunk), chunk.last());
                if (page.isPassed(event.orderId())) {
                    continue;
                }
                if (page.isBeyond(event.orderId())) {
                    return Outcome.END;
                }
                if (hidden.has(event)) {
                    page.pass(event.orderId());
                } else if (!page.add(event)) {
                    return Outcome.FULL;
                }
            }
            if (page.isForwards() && !page.isBeyond(chunk.last())) {
                page.pass(chunk.last());
            }
        }
        return Outcome.MORE;
    }

    /** Where damage in a chunk can begin. */
    private static long firstPossible(PageBuilder page, Chunk chunk) {
        return page.isForwards() ? Math.min(page.cursor() + 1, chunk.last()) : chunk.last() - chunk.count() + 1;
    }

    /** Of each chunk no more events may be missing than were erased. */
    private void requireErased(Pipe pipe, List<Chunk> chunks, List<byte @Nullable []> lines)
            throws StoreException, NoAnswerException {
        List<Chunk> gappy = new ArrayList<>();
        List<Integer> gaps = new ArrayList<>();
        int at = 0;
        for (Chunk chunk : chunks) {
            int missing = 0;
            for (int i = 0; i < chunk.count(); i++) {
                missing += lines.get(at++) == null ? 1 : 0;
            }
            if (missing > 0) {
                gappy.add(chunk);
                gaps.add(missing);
            }
        }
        if (gappy.isEmpty()) {
            return;
        }
        List<byte @Nullable []> erased =
                pipe.await(pipe.fields(keys.holes, gappy.stream().map(Chunk::id).toList()));
        for (int i = 0; i < gappy.size(); i++) {
            byte[] holes = erased.get(i);
            if (holes == null || Replies.number(holes) < gaps.get(i)) {
                requireErased(pipe, gappy.get(i));
            }
        }
    }

    private void requireErased(Pipe pipe, Chunk chunk) throws StoreException, NoAnswerException {
        long lost = Replies.number(pipe.run(
                        Script.MISSING,
                        List.of(keys.events, keys.log, keys.holes),
                        List.of(chunk.id(), chunk.first(), chunk.count()))
                .get(0));
        if (lost > 0) {
            long first = chunk.count() == 1 ? chunk.last() : chunk.last() - chunk.count() + 1;
            throw StoreException.damaged(
                    lost + " of " + chunk.count() + " events stored together up to order-id " + chunk.last()
                            + " are missing in Redis",
                    first,
                    chunk.last());
        }
    }
}
