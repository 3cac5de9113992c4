// SPDX-License-Identifier: Apache-2.0
package io.photon.store.mongo;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.ReplaceOptions;
import io.photon.store.FactTable;
import io.photon.store.StoreException;
import java.util.ArrayList;
import java.util.List;
import org.bson.Document;

/** The collection of facts. Thread-safe. */
final class MongoFacts implements FactTable {

    static final String COLLECTION = "facts";

    private final MongoLink link;
    private final MongoCollection<Document> facts;

    MongoFacts(MongoLink link) {
        this.link = link;
        this.facts = link.collection(COLLECTION);
    }

    private static Document byId(String kind, String name) {
        return new Document("_id", kind + " " + name);
    }

    @Override
    public void put(Fact fact) throws StoreException {
        Document document = byId(fact.kind(), fact.name())
                .append("kind", fact.kind())
                .append("name", fact.name())
                .append("first", fact.first())
                .append("second", fact.second())
                .append("third", fact.third());
        link.ask(() -> facts.replaceOne(byId(fact.kind(), fact.name()), document, new ReplaceOptions().upsert(true)));
    }

    @Override
    public List<Fact> list(String kind) throws StoreException {
        List<Fact> found = new ArrayList<>();
        for (Document each : link.ask(() -> facts.withReadConcern(link.settled())
                .find(new Document("kind", kind))
                .into(new ArrayList<>()))) {
            found.add(new Fact(
                    kind,
                    each.getString("name"),
                    each.getLong("first"),
                    each.getLong("second"),
                    each.getLong("third")));
        }
        return found;
    }

    @Override
    public void remove(String kind, String name) throws StoreException {
        link.ask(() -> facts.deleteOne(byId(kind, name)));
    }
}
