// SPDX-License-Identifier: Apache-2.0
package io.photon.store.mongo;

import com.mongodb.client.MongoCollection;
import io.photon.store.StoreException;
import io.photon.store.slots.LeaseTable;
import io.photon.store.slots.NoAnswerException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/** The document of the collection of facts that says who writes. Thread-safe. */
final class MongoLease implements LeaseTable {

    private static final String ID = "lease";

    private final MongoLink link;
    private final MongoCollection<Document> facts;

    MongoLease(MongoLink link) {
        this.link = link;
        this.facts = link.collection(MongoFacts.COLLECTION);
    }

    private MongoCollection<Document> within(Duration timeout) {
        return facts.withTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public @Nullable Row read(Duration timeout) throws StoreException {
        Document found = link.find(within(timeout), ID);
        return found == null ? null : new Row(found.getString("holder"), found.getLong("epoch"), found.getLong("beat"));
    }

    @Override
    public boolean take(@Nullable Row was, Row next, Duration timeout) throws NoAnswerException, StoreException {
        if (was != null) {
            return set(asRead(was.holder(), was.epoch()).append("beat", was.beat()), next, timeout);
        }
        return link.insert(within(timeout), row(new Document("_id", ID).append("kind", ID), next));
    }

    @Override
    public boolean keep(String holder, long epoch, Row next, Duration timeout)
            throws NoAnswerException, StoreException {
        return set(asRead(holder, epoch), next, timeout);
    }

    private static Document asRead(String holder, long epoch) {
        return new Document("_id", ID).append("holder", holder).append("epoch", epoch);
    }

    private static Document row(Document document, Row row) {
        return document.append("holder", row.holder())
                .append("epoch", row.epoch())
                .append("beat", row.beat());
    }

    private boolean set(Document asRead, Row next, Duration timeout) throws NoAnswerException, StoreException {
        Document change = new Document("$set", row(new Document(), next));
        return link.once(() -> within(timeout).updateOne(asRead, change)).getMatchedCount() > 0;
    }
}
