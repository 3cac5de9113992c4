// SPDX-License-Identifier: Apache-2.0
package io.photon.bench.store;

import com.mongodb.WriteConcern;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import org.bson.Document;
import org.bson.types.Binary;

/** What MongoDB's driver does by itself: groups of events, each one insertOne of a journaled majority. */
public final class RawMongo implements RawStore {

    private final MongoClient client;
    private final MongoCollection<Document> log;
    private long slot;

    /** @param host with its port */
    public RawMongo(String host) {
        client = MongoClients.create("mongodb://" + host);
        log = client.getDatabase("raw").getCollection("log").withWriteConcern(WriteConcern.MAJORITY.withJournal(true));
    }

    @Override
    public void group(byte[] event, int group) {
        byte[] chunk = new byte[event.length * group];
        for (int i = 0; i < group; i++) {
            System.arraycopy(event, 0, chunk, i * event.length, event.length);
        }
        log.insertOne(new Document("_id", slot++).append("chunk", new Binary(chunk)));
    }

    /** The server of the tests goes through all documents for each range of them: nothing is to be learned from that. */
    @Override
    public boolean isReadable() {
        return false;
    }

    @Override
    public long read(int page) {
        return 0;
    }

    @Override
    public void close() {
        client.close();
    }
}
