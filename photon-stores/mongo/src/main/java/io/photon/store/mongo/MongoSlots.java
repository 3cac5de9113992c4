// SPDX-License-Identifier: Apache-2.0
package io.photon.store.mongo;

import com.mongodb.client.MongoCollection;
import io.photon.store.StoreException;
import io.photon.store.StoreException.Kind;
import io.photon.store.slots.NoAnswerException;
import io.photon.store.slots.Slot;
import io.photon.store.slots.SlotTable;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import org.bson.Document;
import org.bson.types.Binary;
import org.jspecify.annotations.Nullable;

/** The collection of slots: the number of a slot is the document's {@code _id}, which is unique. Thread-safe. */
final class MongoSlots implements SlotTable {

    static final String COLLECTION = "log";

    private static final int LONGEST_PAGE = 1_000;

    private final MongoLink link;
    private final MongoCollection<Document> log;
    private final ExecutorService threads;

    /** @param threads on which pages are read */
    MongoSlots(MongoLink link, ExecutorService threads) {
        this.link = link;
        this.log = link.collection(COLLECTION);
        this.threads = threads;
    }

    @Override
    public Slot claim(Slot slot) throws NoAnswerException, StoreException {
        return link.insert(log, document(slot)) ? slot : inPlaceOf(slot);
    }

    /** What is in a place that is taken, once a majority has it: maybe this one, of which there was no answer. */
    private Slot inPlaceOf(Slot slot) throws NoAnswerException {
        Slot there;
        try {
            there = find(slot.number());
        } catch (StoreException e) {
            throw new NoAnswerException(String.valueOf(e.getMessage()), e);
        }
        if (there == null) {
            throw new NoAnswerException(
                    "MongoDB at " + link.options().shown() + " does not say what is in place of " + slot.place(), null);
        }
        return there;
    }

    @Override
    public int longestPage() {
        return LONGEST_PAGE;
    }

    @Override
    public Asked ask(long from, int most) throws StoreException {
        Document range = new Document("_id", new Document("$gte", from).append("$lt", from + most));
        CompletableFuture<List<Document>> asked;
        try {
            asked = CompletableFuture.supplyAsync(
                    () -> {
                        try {
                            return link.ask(() -> log.withReadConcern(link.settled())
                                    .find(range)
                                    .sort(new Document("_id", 1))
                                    .batchSize(most)
                                    .into(new ArrayList<>()));
                        } catch (StoreException e) {
                            throw new CompletionException(e);
                        }
                    },
                    threads);
        } catch (RejectedExecutionException e) {
            throw new StoreException(Kind.CLOSED, "the store is closed", e);
        }
        return () -> {
            List<Slot> slots = new ArrayList<>();
            for (Document each : await(asked)) {
                slots.add(slot(each));
            }
            return slots;
        };
    }

    private static List<Document> await(CompletableFuture<List<Document>> asked) throws StoreException {
        try {
            return asked.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof StoreException known) {
                throw known;
            }
            throw e;
        }
    }

    @Override
    public @Nullable Slot find(long number) throws StoreException {
        Document found = link.find(log, number);
        return found == null ? null : slot(found);
    }

    @Override
    public boolean rewrite(Slot slot, Slot.Content content) throws NoAnswerException, StoreException {
        Document set = content(new Document("revision", slot.revision() + 1), content);
        Document unset = content.parts() == null
                ? new Document("parts", "").append("part-count", "")
                : new Document("chunk", "");
        return set(slot, new Document("$set", set).append("$unset", unset));
    }

    @Override
    public boolean touch(Slot slot) throws NoAnswerException, StoreException {
        return set(slot, new Document("$set", new Document("revision", slot.revision() + 1)));
    }

    private boolean set(Slot slot, Document change) throws NoAnswerException, StoreException {
        Document asRead = new Document("_id", slot.number()).append("revision", slot.revision());
        return link.once(() -> log.updateOne(asRead, change)).getMatchedCount() > 0;
    }

    private static Document document(Slot slot) {
        Document document = new Document("_id", slot.number())
                .append("writer", slot.writer())
                .append("epoch", slot.epoch())
                .append("first", slot.first())
                .append("last", slot.last())
                .append("count", slot.count())
                .append("revision", slot.revision());
        return content(document, slot.content());
    }

    private static Document content(Document document, Slot.Content content) {
        document.append("sha256", new Binary(content.sha256())).append("bytes", content.bytes());
        byte[] chunk = content.chunk();
        return chunk != null
                ? document.append("chunk", new Binary(chunk))
                : document.append("parts", content.parts()).append("part-count", content.partCount());
    }

    private static Slot slot(Document document) throws StoreException {
        try {
            Binary chunk = document.get("chunk", Binary.class);
            return new Slot(
                    document.getLong("_id"),
                    document.get("writer", UUID.class),
                    document.getLong("epoch"),
                    document.getLong("first"),
                    document.getLong("last"),
                    document.getInteger("count"),
                    document.getInteger("revision"),
                    new Slot.Content(
                            document.get("sha256", Binary.class).getData(),
                            document.getLong("bytes"),
                            chunk == null ? null : chunk.getData(),
                            document.get("parts", UUID.class),
                            document.getInteger("part-count", 0)));
        } catch (ClassCastException | NullPointerException e) {
            throw new StoreException(
                    Kind.DAMAGED, "document " + document.get("_id") + " of collection log in MongoDB is not a slot", e);
        }
    }
}
