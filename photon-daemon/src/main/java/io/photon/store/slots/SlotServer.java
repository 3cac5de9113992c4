// SPDX-License-Identifier: Apache-2.0
package io.photon.store.slots;

import io.photon.store.EventStore.Durability;
import io.photon.store.FactTable;
import io.photon.store.StoreException;
import java.util.Map;
import java.util.UUID;

/**
 * What a backend brings: a server that several processes reach and that can compare and set one row. It has been found to be
 * usable, and has the tables. Thread-safe, as its tables are.
 *
 * <p>Wherever one of its methods, or of its tables', throws {@link StoreException}, the kind is one of these: {@code REFUSED}
 * when it may be otherwise later, as when the server does not answer; {@code FAILED} or {@code REFUSED} when the server says
 * no; {@code DAMAGED} when what is read is not what was written; {@code CLOSED} after {@link #close}. In all cases that were to
 * compare and set, nothing was set and nothing will be: where that is not certain, they throw {@link NoAnswerException}.
 */
public interface SlotServer extends AutoCloseable {

    /**
     * How messages name it.
     *
     * @param server as in {@code Cassandra}
     * @param key what its settings, statistics and threads begin with, as {@code cassandra}
     * @param losing what makes it lose what it has confirmed, as {@code commitlog_sync periodic does that}
     */
    record Names(String server, String key, String losing) {}

    /**
     * How long values may be, in bytes.
     *
     * @param group events of one append, where they need not be stored in one step
     * @param chunk content up to here is in the row of its slot: above {@code group}, for what is in front of each event
     * @param part content that is longer is in parts of this length
     */
    record Sizes(int group, int chunk, int part) {

        /** Of a server that takes rows of more than 1 MiB. */
        public static final Sizes USUAL = new Sizes(1 << 20, (1 << 20) + (1 << 18), 1 << 20);
    }

    /**
     * Where all is kept.
     *
     * @param slots the log
     * @param parts content that is too long for one row
     * @param facts what is to be remembered across processes
     * @param lease who writes
     */
    record Tables(SlotTable slots, PartTable parts, FactTable facts, LeaseTable lease) {}

    /** How messages name it. */
    Names names();

    /** How long values may be. Always the same. */
    default Sizes sizes() {
        return Sizes.USUAL;
    }

    /** The id of the store in it: made with the store's tables, and another one when they were made anew. */
    UUID storeId();

    /** Its tables. Always the same. */
    Tables tables();

    /** What a confirmed slot promises now. Never waits. */
    Durability durability();

    /**
     * Asks the server again what it promises, and warns of what is new. Called every 30 s.
     *
     * @throws StoreException when it does not answer; what is known stays
     */
    void look() throws StoreException;

    /** Adds what it knows of itself to the statistics, and {@code durability-reason} where more could be had. Never waits. */
    void addTo(Map<String, Object> stats);

    /** Ends all that goes on, and the connections; questions without an answer fail. Once. */
    @Override
    void close();
}
