// SPDX-License-Identifier: Apache-2.0
package io.photon.store.redis;

import io.photon.event.Event;
import io.photon.store.Fence;
import io.photon.text.Utf8;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A batch as {@code append.lua} takes it. Immutable. */
final class PreparedBatch {

    /** Of an event without a local-id. */
    private static final byte[] NONE = {};

    private final List<Event> batch;
    private final List<byte[]> keys;
    /** Indexes into the batch by the streams' names. */
    private final Map<String, List<Integer>> streams = new LinkedHashMap<>();

    private final List<byte[]> digests = new ArrayList<>();

    private final List<Chunk> chunks;
    private final long bytes;
    private int localIds;

    PreparedBatch(RedisKeys all, List<Event> batch) {
        this.batch = batch;
        long length = 0;
        for (int i = 0; i < batch.size(); i++) {
            Event event = batch.get(i);
            String name = event.streamName();
            String localId = event.localId();
            length += event.length();
            streams.computeIfAbsent(name, key -> new ArrayList<>()).add(i);
            digests.add(localId == null ? NONE : LocalIdDigest.of(name, localId));
            localIds += localId == null ? 0 : 1;
        }
        bytes = length;
        chunks = Chunk.of(batch);
        keys = new ArrayList<>(List.of(all.meta, all.events, all.log, all.names, all.localIds, all.hidden));
        streams.keySet().forEach(name -> keys.add(all.stream(name)));
    }

    List<byte[]> keys() {
        return keys;
    }

    /** @param next the number of the first event */
    List<Object> words(Fence fence, String turn, long next) {
        List<Object> words = new ArrayList<>(10 + 5 * batch.size() + 2 * streams.size());
        words.addAll(List.of(
                fence.epoch(),
                turn,
                next,
                batch.get(0).orderId(),
                batch.get(batch.size() - 1).orderId(),
                batch.size(),
                bytes,
                streams.size(),
                localIds,
                chunks.size()));
        for (int i = 0; i < batch.size(); i++) {
            words.add(next + i);
            words.add(batch.get(i).line());
        }
        streams.forEach((name, places) -> {
            words.add(Utf8.bytes(name));
            words.add(places.size());
            for (int i : places) {
                words.add(batch.get(i).orderId() + "-0");
                words.add(entry(next + i, batch.get(i).length(), digests.get(i)));
            }
        });
        for (int i = 0; i < batch.size(); i++) {
            if (digests.get(i).length > 0) {
                words.addAll(List.of(
                        digests.get(i), next + i, Utf8.bytes(batch.get(i).streamName())));
            }
        }
        for (Chunk chunk : chunks) {
            words.add(chunk.id());
            words.add(next + chunk.first() + ":" + chunk.count() + ":" + chunk.bytes());
        }
        return words;
    }

    private static byte[] entry(long number, int length, byte[] digest) {
        String text = number + ":" + length + (digest.length == 0 ? "" : ":");
        byte[] start = text.getBytes(StandardCharsets.US_ASCII);
        byte[] entry = new byte[start.length + digest.length];
        System.arraycopy(start, 0, entry, 0, start.length);
        System.arraycopy(digest, 0, entry, start.length, digest.length);
        return entry;
    }
}
