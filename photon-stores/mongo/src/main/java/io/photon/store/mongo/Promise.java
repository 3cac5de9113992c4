// SPDX-License-Identifier: Apache-2.0
package io.photon.store.mongo;

import io.photon.store.EventStore.Durability;
import java.util.List;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/**
 * What a confirmed write promises. Pure.
 *
 * @param topology for the statistics
 * @param members that have data and are not hidden; 1 for a server alone
 * @param copies in how many journals an event is when it is answered
 * @param version of the server
 * @param doubt why a confirmed write may be in memory only, and what to do; null when it is in journals on disks
 */
record Promise(
        String topology,
        int members,
        int copies,
        String version,
        @Nullable String doubt) {

    static final Promise NONE = new Promise("unknown", 0, 1, "unknown", "the server has not said how it keeps data");

    /** What is asked of a server. */
    enum Kind {
        ALONE,
        REPLICA_SET,
        SHARDED
    }

    /** What the server is, as each connection is told. @param set name of the replica set; empty for none */
    record Seen(Kind kind, String set, int dataMembers, int arbiters) {}

    /**
     * @param status the answer to {@code serverStatus}
     * @param options the answer to {@code getCmdLineOpts}
     * @param members the answer to {@code replSetGetStatus}
     */
    record Answers(
            @Nullable Document status,
            @Nullable Document options,
            @Nullable Document members) {}

    static Promise of(Seen seen, Answers answers) {
        Document status = answers.status();
        String version =
                status == null || status.getString("version") == null ? "unknown" : status.getString("version");
        return switch (seen.kind()) {
            case SHARDED ->
                new Promise(
                        "sharded cluster",
                        0,
                        1,
                        version,
                        "a mongos does not say how the servers that it asks keep data; name the members of a replica set in"
                                + " mongodb.host instead");
            case ALONE -> new Promise("one server", 1, 1, version, doubt(answers));
            case REPLICA_SET ->
                new Promise(
                        "replica set " + seen.set(),
                        seen.dataMembers(),
                        copies(seen, answers),
                        version,
                        doubt(answers));
        };
    }

    /** How many members confirm a write of a majority. */
    private static int copies(Seen seen, Answers answers) {
        Document members = answers.members();
        if (members != null && members.get("writeMajorityCount") instanceof Number count) {
            return Math.max(1, count.intValue());
        }
        int majority = (seen.dataMembers() + seen.arbiters()) / 2 + 1;
        return Math.max(1, Math.min(majority, seen.dataMembers()));
    }

    private static @Nullable String doubt(Answers answers) {
        Document status = answers.status();
        if (status == null) {
            return "the user may not ask how the server keeps data (serverStatus); grant it the role clusterMonitor";
        }
        Document engine = status.get("storageEngine") instanceof Document found ? found : null;
        if (engine == null || !(engine.get("persistent") instanceof Boolean persistent)) {
            return "the server does not say which storage engine it has";
        }
        if (!persistent) {
            return "the storage engine of the server, " + engine.get("name") + ", keeps everything in memory";
        }
        Document parsed = answers.options() == null ? null : answers.options().get("parsed", Document.class);
        boolean hasJournal = parsed == null
                || parsed.getEmbedded(List.of("storage", "journal", "enabled"), Boolean.TRUE)
                        .booleanValue();
        return hasJournal
                ? null
                : "the server was started without its journal; remove storage.journal.enabled: false (--nojournal)";
    }

    Durability durability() {
        if (doubt != null) {
            return Durability.MEMORY;
        }
        return copies > 1 ? Durability.REPLICATED : Durability.FSYNC;
    }
}
