// SPDX-License-Identifier: Apache-2.0
package io.photon.store.mongo;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import io.photon.store.StoreException;
import io.photon.store.slots.PartTable;
import java.util.UUID;
import org.bson.Document;
import org.bson.types.Binary;
import org.jspecify.annotations.Nullable;

/** The collection of parts, each a document of its own: 1 MiB where a document may have 16. Thread-safe. */
final class MongoParts implements PartTable {

    static final String COLLECTION = "part";

    private final MongoLink link;
    private final MongoCollection<Document> parts;

    MongoParts(MongoLink link) {
        this.link = link;
        this.parts = link.collection(COLLECTION);
    }

    private static String id(UUID content, int number) {
        return content + "/" + number;
    }

    @Override
    public void put(UUID id, int number, byte[] bytes) throws StoreException {
        Document part = new Document("_id", id(id, number)).append("bytes", new Binary(bytes));
        link.ask(() -> parts.insertOne(part));
    }

    @Override
    public byte @Nullable [] get(UUID id, int number) throws StoreException {
        Document found = link.find(parts, id(id, number));
        Binary bytes = found == null ? null : found.get("bytes", Binary.class);
        return bytes == null ? null : bytes.getData();
    }

    /** All of them: {@code 0} comes after {@code /}. */
    @Override
    public void remove(UUID id, int count) throws StoreException {
        link.ask(() -> parts.deleteMany(Filters.and(Filters.gte("_id", id + "/"), Filters.lt("_id", id + "0"))));
    }
}
