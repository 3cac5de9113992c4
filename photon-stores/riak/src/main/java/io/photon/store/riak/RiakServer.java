// SPDX-License-Identifier: Apache-2.0
package io.photon.store.riak;

import io.photon.pace.BackgroundPace;
import io.photon.store.EventStore.Durability;
import io.photon.store.StoreException;
import io.photon.store.StoreException.Kind;
import io.photon.store.backend.OpenedStore;
import io.photon.store.slots.LeaseTable;
import io.photon.store.slots.SlotServer;
import io.photon.store.slots.SlotStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A bucket as a log of slots sees it. Thread-safe. */
final class RiakServer implements SlotServer {

    static final Names NAMES = new Names(
            "Riak", "riak", "a bucket type that is not strongly consistent, and nodes that force nothing, do that");

    /** Riak advises to keep values well below 1 MB. */
    private static final Sizes SIZES = new Sizes(512 << 10, 768 << 10, 512 << 10);

    private static final String KEY = "store";
    /** Nothing is ever under it. */
    private static final String NO_KEY = "nothing";

    private static final String VERSION = "photon-store-1 ";

    private final RiakNodes nodes;
    private final BucketType type;
    private final UUID storeId;
    private final Tables tables;

    private RiakServer(RiakNodes nodes) throws StoreException {
        this.nodes = nodes;
        type = BucketType.open(nodes);
        Bucket bucket = new Bucket(nodes, type.isConsistent());
        LeaseTable lease = new RiakLease(bucket);
        tables = new Tables(new RiakSlots(bucket), new RiakParts(bucket), new RiakFacts(bucket), lease);
        if (!type.isConsistent()) {
            OnlyOne.require(nodes.options(), lease);
        }
        storeId = storeId(nodes.options(), bucket);
        if (nodes.options().login() != null) {
            bucket.remove(NO_KEY); // who may not do that would find it out when the first events are erased
        }
    }

    /** Opens the store in it, with what must be so before. */
    static OpenedStore open(RiakOptions options, BackgroundPace pace) throws StoreException, IOException {
        return SlotStore.open(connect(options), options.slots(), pace);
    }

    /** Makes a store in the bucket, if it has none. */
    static RiakServer connect(RiakOptions options) throws StoreException {
        RiakNodes nodes = RiakNodes.open(options);
        RiakServer made = null;
        try {
            made = new RiakServer(nodes);
            return made;
        } finally {
            if (made == null) {
                nodes.close();
            }
        }
    }

    private static UUID storeId(RiakOptions options, Bucket bucket) throws StoreException {
        byte[] mine = (VERSION + UUID.randomUUID() + "\n").getBytes(StandardCharsets.US_ASCII);
        AtomicReference<byte @Nullable []> found = new AtomicReference<>();
        RiakAttempts.until(bucket, () -> {
            Value there = bucket.get(KEY, bucket.timeout());
            if (there == null) {
                bucket.insert(KEY, mine, bucket.timeout());
                return false; // what is read counts
            }
            found.set(there.only(KEY));
            return true;
        });
        byte[] bytes = found.get();
        String text = bytes == null ? "" : new String(bytes, StandardCharsets.US_ASCII).strip();
        try {
            if (text.startsWith(VERSION)) {
                return UUID.fromString(text.substring(VERSION.length()));
            }
        } catch (IllegalArgumentException e) {
            throw foreign(options, e);
        }
        throw foreign(options, null);
    }

    private static StoreException foreign(RiakOptions options, @Nullable Exception cause) {
        return new StoreException(
                Kind.REFUSED,
                "bucket '" + options.bucket() + "' of Riak has something else under '" + KEY
                        + "'; set riak.default_bucket to one that nothing else uses",
                cause);
    }

    @Override
    public Names names() {
        return NAMES;
    }

    @Override
    public Sizes sizes() {
        return SIZES;
    }

    @Override
    public UUID storeId() {
        return storeId;
    }

    @Override
    public Tables tables() {
        return tables;
    }

    @Override
    public Durability durability() {
        return type.durability();
    }

    @Override
    public void look() throws StoreException {
        type.look();
    }

    @Override
    public void addTo(Map<String, Object> stats) {
        stats.put("riak-nodes", nodes.options().shown());
        stats.put("riak-nodes-up", nodes.up());
        stats.put(
                "riak-bucket",
                nodes.options().bucketType() + "/" + nodes.options().bucket());
        type.addTo(stats);
    }

    @Override
    public void close() {
        nodes.close();
    }
}
