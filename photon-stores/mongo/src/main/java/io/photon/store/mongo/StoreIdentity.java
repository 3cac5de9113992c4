// SPDX-License-Identifier: Apache-2.0
package io.photon.store.mongo;

import com.mongodb.client.MongoCollection;
import io.photon.store.StoreException;
import io.photon.store.StoreException.Kind;
import io.photon.store.slots.NoAnswerException;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.bson.Document;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which store is in the database: a document that is written once says so. */
final class StoreIdentity {

    private static final Logger LOG = LoggerFactory.getLogger(StoreIdentity.class);

    /** Of what this class and the tables write. */
    private static final int FORMAT = 1;

    private static final String ID = "store";

    private static final Set<String> COLLECTIONS =
            Set.of(MongoSlots.COLLECTION, MongoParts.COLLECTION, MongoFacts.COLLECTION);

    private static final long AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final MongoLink link;
    private final MongoCollection<Document> facts;

    StoreIdentity(MongoLink link) {
        this.link = link;
        this.facts = link.collection(MongoFacts.COLLECTION);
    }

    /** Makes the store if there is none. @return its id */
    UUID prepare() throws StoreException {
        Set<String> found = new TreeSet<>();
        link.ask(() -> link.database().listCollectionNames().into(found));
        found.removeIf(name -> name.startsWith("system."));
        if (!COLLECTIONS.containsAll(found)) {
            throw new StoreException(
                    Kind.REFUSED,
                    "database '" + link.options().database() + "' has collections of something else: "
                            + String.join(", ", found) + "; set mongodb.database to one that only Photon uses");
        }
        long deadline = System.nanoTime() + 2 * link.options().slots().timeout().toNanos();
        UUID made = UUID.randomUUID();
        while (true) {
            Document there = link.find(facts, ID);
            if (there != null) {
                return known(there);
            }
            try {
                make(made);
            } catch (NoAnswerException e) {
                if (System.nanoTime() > deadline) {
                    throw new StoreException(Kind.FAILED, e.getMessage(), e);
                }
                LockSupport.parkNanos(AGAIN_NANOS); // it may be there by now
            }
        }
    }

    private void make(UUID made) throws NoAnswerException, StoreException {
        Document document = new Document("_id", ID)
                .append("kind", ID)
                .append("format", FORMAT)
                .append("id", made);
        if (link.insert(facts, document)) {
            LOG.info(
                    "made a store in database '{}' of MongoDB at {}",
                    link.options().database(),
                    link.options().shown());
        }
    }

    private UUID known(Document there) throws StoreException {
        Object format = there.get("format");
        if (!Integer.valueOf(FORMAT).equals(format) || !(there.get("id") instanceof UUID id)) {
            throw new StoreException(
                    Kind.REFUSED,
                    "database '" + link.options().database() + "' has format " + format + ", and this Photon knows "
                            + FORMAT + "; use the version that wrote it, or a newer one");
        }
        return id;
    }
}
