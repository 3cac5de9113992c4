// SPDX-License-Identifier: Apache-2.0
package io.photon.store.mongo;

import com.mongodb.MongoCommandException;
import com.mongodb.connection.ServerDescription;
import io.photon.store.StoreException;
import io.photon.store.StoreException.Kind;
import java.util.Map;
import java.util.Optional;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the server that takes writes what an answer of it promises. Thread-safe. */
final class Health {

    private static final Logger LOG = LoggerFactory.getLogger(Health.class);

    /** One loss of a member is survived, and appends go on. */
    private static final int ENOUGH_MEMBERS = 3;

    private final MongoLink link;
    private volatile Promise promise = Promise.NONE;
    private String said = "";

    Health(MongoLink link) {
        this.link = link;
    }

    /** At the start. @throws StoreException REFUSED when answers would promise less than is required */
    void require() throws StoreException {
        look();
        String doubt = promise.doubt();
        if (doubt != null && link.options().slots().requireDurable()) {
            throw new StoreException(
                    Kind.REFUSED,
                    "mongodb.require-durable is true, and MongoDB can lose what it has confirmed: " + doubt);
        }
    }

    /** Warns of what is new. */
    synchronized void look() throws StoreException {
        Optional<ServerDescription> server = link.topology().writable();
        if (server.isEmpty()) {
            throw link.unreachable(Kind.REFUSED);
        }
        Promise.Seen seen = seen(server.get());
        promise = Promise.of(
                seen,
                new Promise.Answers(
                        answer("serverStatus"),
                        answer("getCmdLineOpts"),
                        seen.kind() == Promise.Kind.REPLICA_SET ? answer("replSetGetStatus") : null));
        warn();
    }

    private static Promise.Seen seen(ServerDescription server) {
        if (server.isShardRouter()) {
            return new Promise.Seen(Promise.Kind.SHARDED, "", 0, 0);
        }
        String set = server.getSetName();
        return set == null
                ? new Promise.Seen(Promise.Kind.ALONE, "", 1, 0)
                : new Promise.Seen(
                        Promise.Kind.REPLICA_SET,
                        set,
                        server.getHosts().size() + server.getPassives().size(),
                        server.getArbiters().size());
    }

    /** @return null when the server does not give one, or not to this user */
    private @Nullable Document answer(String command) throws StoreException {
        Optional<Document> answer = link.ask(() -> {
            try {
                return Optional.of(link.admin().runCommand(new Document(command, 1)));
            } catch (MongoCommandException e) {
                LOG.debug("{} is not known: {}", command, e.getErrorMessage());
                return Optional.empty();
            }
        });
        return answer.orElse(null);
    }

    private void warn() {
        Promise now = promise;
        StringBuilder warning = new StringBuilder();
        if (now.doubt() != null) {
            warning.append("answered events can be lost when the server ends suddenly: ")
                    .append(now.doubt());
        }
        if (now.members() > 0 && now.members() < ENOUGH_MEMBERS) {
            warning.append(warning.length() == 0 ? "" : "; and ")
                    .append(
                            now.members() == 1
                                    ? "there is one copy of each event, so the loss of its disk loses events"
                                    : "there are two members with data, so appends stop while one is away")
                    .append("; use a replica set of three or more");
        }
        String text = warning.toString();
        if (!text.equals(said) && !text.isEmpty()) {
            LOG.warn("MongoDB at {}: {}", link.options().shown(), text);
        }
        said = text;
    }

    Promise promise() {
        return promise;
    }

    void addTo(Map<String, Object> stats) {
        Promise now = promise;
        stats.put("mongodb-version", now.version());
        stats.put("mongodb-topology", now.topology());
        stats.put("mongodb-members", now.members());
        stats.put("mongodb-copies", now.copies());
        if (now.doubt() != null) {
            stats.put("durability-reason", now.doubt());
        }
    }
}
