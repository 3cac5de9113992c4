// SPDX-License-Identifier: Apache-2.0
package io.photon.store.redis;

import io.photon.text.Utf8;
import java.util.List;

/**
 * The names of a store's keys. All begin with the prefix in braces, so a cluster keeps them in one place and a script may
 * use them together.
 */
final class RedisKeys {

    /** HASH: format, id, epoch, turn, head, next, visible, bytes, erased, erased-bytes, decided. */
    final byte[] meta;
    /** HASH from an event's number to its line. Numbers rise by one with each event stored. */
    final byte[] events;
    /** STREAM: of each chunk its last order-id as id, and {@code first number:count:bytes}. */
    final byte[] log;
    /** ZSET: names of streams that have a visible event, all with score 0: so they are in the order of their bytes. */
    final byte[] names;
    /** HASH from a digest of stream and local-id to the numbers of the events that have it. */
    final byte[] localIds;
    /** HASH from the name of a stream to {@code up to:last number:how many}: what is hidden and not yet erased. */
    final byte[] hidden;
    /** HASH from a chunk's id to how many of its events are erased. */
    final byte[] holes;
    /** HASH from a chunk's number to lines: staged events. */
    final byte[] staged;
    /** HASH from {@code kind name} to {@code first:second:third}: what Photons tell each other. */
    final byte[] facts;
    /** STRING with a time to live: who writes. */
    final byte[] lease;

    private final String prefix;

    RedisKeys(String prefix) {
        this.prefix = "{" + prefix + "}:";
        meta = key("meta");
        events = key("events");
        log = key("log");
        names = key("names");
        localIds = key("local-ids");
        hidden = key("hidden");
        holes = key("holes");
        staged = key("staged");
        facts = key("facts");
        lease = key("lease");
    }

    private byte[] key(String name) {
        return Utf8.bytes(prefix + name);
    }

    /** STREAM: of each event its order-id as id, and {@code number:length} or {@code number:length:digest}. */
    byte[] stream(String name) {
        return key("s:" + name);
    }

    /** Of the scripts that hide and erase. */
    List<byte[]> ofErasing(String stream) {
        return List.of(meta, events, log, names, localIds, hidden, holes, stream(stream));
    }

    /** For the test of rights; no other Photon uses them at the same time. */
    List<byte[]> ofProbe(String who) {
        return List.of(
                key("probe:" + who + ":h"),
                key("probe:" + who + ":x"),
                key("probe:" + who + ":z"),
                key("probe:" + who));
    }
}
