// SPDX-License-Identifier: Apache-2.0
package io.photon.store.riak;

import io.photon.store.StoreException;
import io.photon.store.slots.PartTable;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A key for each part. An id is used once, so it may be written again after an answer that was lost. Thread-safe. */
final class RiakParts implements PartTable {

    private final Bucket bucket;

    RiakParts(Bucket bucket) {
        this.bucket = bucket;
    }

    private static String key(UUID id, int number) {
        return "part/" + id + "/" + number;
    }

    @Override
    public void put(UUID id, int number, byte[] bytes) throws StoreException {
        String key = key(id, number);
        RiakAttempts.until(bucket, () -> bucket.insert(key, bytes, bucket.timeout()) || get(id, number) != null);
    }

    @Override
    public byte @Nullable [] get(UUID id, int number) throws StoreException {
        String key = key(id, number);
        Value value = bucket.get(key, bucket.timeout());
        return value == null ? null : value.only(key);
    }

    @Override
    public void remove(UUID id, int parts) throws StoreException {
        for (int i = 0; i < parts; i++) {
            bucket.remove(key(id, i));
        }
    }
}
