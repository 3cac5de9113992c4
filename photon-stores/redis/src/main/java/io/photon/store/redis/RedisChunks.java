// SPDX-License-Identifier: Apache-2.0
package io.photon.store.redis;

import io.lettuce.core.protocol.CommandType;
import io.photon.event.Event;
import io.photon.store.Fence;
import io.photon.store.StoreException;
import io.photon.store.StoreException.Kind;
import io.photon.store.generic.StagedChunks;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** Staged events: a hash of chunks, and in the store's facts how many of them are decided. */
final class RedisChunks implements StagedChunks {

    private final RedisLink link;
    private final RedisKeys keys;

    RedisChunks(RedisLink link, RedisKeys keys) {
        this.link = link;
        this.keys = keys;
    }

    @Override
    public void put(int number, List<Event> events, Fence fence) throws StoreException {
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        for (Event event : events) {
            lines.write(event.array(), event.offset(), event.length());
            lines.write('\n');
        }
        run(fence, "put", number, lines.toByteArray());
    }

    @Override
    public List<Event> get(int number) throws StoreException {
        Object found = link.read(pipe -> pipe.await(pipe.send(CommandType.HGET, keys.staged, String.valueOf(number))))
                .get(0);
        if (found == null) {
            throw new StoreException(Kind.DAMAGED, "staged events are missing in Redis: chunk " + number);
        }
        byte[] lines = Replies.bytes(found);
        List<Event> events = new ArrayList<>();
        int from = 0;
        for (int i = 0; i < lines.length; i++) {
            if (lines[i] == '\n') { // a line has none: they are escaped
                events.add(Event.ofLine(lines, from, i - from));
                from = i + 1;
            }
        }
        return events;
    }

    @Override
    public void decide(int chunks, Fence fence) throws StoreException {
        Pipe pipe = link.pipe();
        try {
            requirePassed(pipe.run(Script.STAGE, staging(), List.of(fence.epoch(), "decide", chunks)), fence);
        } catch (NoAnswerException e) {
            throw new StoreException(Kind.OUTCOME_UNKNOWN, e.getMessage(), e);
        } catch (StoreException e) {
            throw e.kind() == Kind.FAILED ? new StoreException(Kind.OUTCOME_UNKNOWN, e.getMessage(), e) : e;
        }
    }

    @Override
    public OptionalInt decided() throws StoreException {
        Object found = link.read(pipe -> pipe.await(pipe.send(CommandType.HGET, keys.meta, "decided")))
                .get(0);
        return found == null ? OptionalInt.empty() : OptionalInt.of((int) Replies.number(found));
    }

    @Override
    public void clear(Fence fence) throws StoreException {
        run(fence, "clear");
    }

    private List<byte[]> staging() {
        return List.of(keys.meta, keys.staged);
    }

    /** What may be done twice. */
    private void run(Fence fence, Object... words) throws StoreException {
        List<Object> all = new ArrayList<>(List.of(fence.epoch()));
        all.addAll(List.of(words));
        requirePassed(link.run(Script.STAGE, staging(), all), fence);
    }

    private static void requirePassed(List<?> answer, Fence fence) throws StoreException {
        if (Replies.text(answer.get(0)).equals("FENCED")) {
            throw StoreException.fenced(fence, Replies.number(answer.get(1)));
        }
    }
}
