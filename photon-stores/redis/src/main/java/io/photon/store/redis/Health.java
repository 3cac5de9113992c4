// SPDX-License-Identifier: Apache-2.0
package io.photon.store.redis;

import io.lettuce.core.protocol.CommandType;
import io.photon.store.EventStore.Durability;
import io.photon.store.StoreException;
import io.photon.store.StoreException.Kind;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the server each time the writer's connection is made: whether it may be used, whether the keys are ours, whether
 * it still has what it confirmed, and what its answers mean. What they mean is looked at in between, too: it can be changed
 * while the server runs. Thread-safe.
 */
final class Health {

    private static final Logger LOG = LoggerFactory.getLogger(Health.class);

    /** Of the keys; another one is another layout. */
    private static final String FORMAT = "1";

    private final RedisOptions options;
    private final RedisKeys keys;
    private final String server;
    private volatile @Nullable ServerFacts facts;
    /** How often the server was asked what its answers mean. */
    private long asked;
    /** Which of these questions the facts are the answer to. */
    private long known;

    private volatile @Nullable UUID storeId;
    private @Nullable String saidOfDurability;
    private @Nullable String saidOfEviction;

    Health(RedisOptions options, RedisKeys keys) {
        this.options = options;
        this.keys = keys;
        this.server = options.target().shown();
    }

    /** @param confirmed the highest order-id that the server has confirmed to this process */
    synchronized void look(Pipe pipe, long confirmed) throws StoreException, NoAnswerException {
        ServerFacts found = ServerFacts.ask(pipe);
        if (found.isLoading()) {
            throw RedisErrors.of(server, "LOADING", null);
        }
        found.check(server);
        String notDurable = found.whyNotDurable();
        if (notDurable != null && options.requireDurable()) {
            throw new StoreException(
                    Kind.REFUSED,
                    "Redis at " + server + " does not force each write to its disk, and redis.require-durable is true: "
                            + notDurable);
        }
        requireOurs(pipe);
        sayWhatIsLost(pipe, confirmed);
        know(found, begun());
    }

    /**
     * Asks again what its answers mean, and warns of what is new. A connection that is being made does not wait for it.
     *
     * @throws StoreException when it cannot say; what is known stays
     */
    void lookAgain(Pipe pipe) throws StoreException, NoAnswerException {
        long question = begun();
        ServerFacts found = ServerFacts.ask(pipe);
        if (!found.isLoading()) {
            know(found, question);
        }
    }

    private synchronized long begun() {
        return ++asked;
    }

    /** @param question that it answers; an answer to an earlier one than is known comes too late */
    private synchronized void know(ServerFacts found, long question) {
        if (question > known) {
            known = question;
            facts = found;
            sayOfDurability(found.whyNotDurable());
            sayOfEviction(found.evictionWarning());
        }
    }

    private void sayOfDurability(@Nullable String notDurable) {
        if (!Objects.equals(notDurable, saidOfDurability)) {
            saidOfDurability = notDurable;
            if (notDurable == null) {
                LOG.info("Redis at {} forces each write to its disk before it answers", server);
            } else {
                LOG.warn(
                        "an answer of this Photon does not mean that an event is on a disk (\"durability\":\"memory\"):"
                                + " Redis at {}: {}",
                        server,
                        notDurable);
            }
        }
    }

    private void sayOfEviction(@Nullable String warning) {
        if (!Objects.equals(warning, saidOfEviction)) {
            saidOfEviction = warning;
            if (warning != null) {
                LOG.warn("Redis at {}: {}", server, warning);
            }
        }
    }

    private void requireOurs(Pipe pipe) throws StoreException, NoAnswerException {
        Object format =
                pipe.await(pipe.send(CommandType.HGET, keys.meta, "format")).get(0);
        if (format == null) {
            try {
                pipe.await(pipe.send(CommandType.HSETNX, keys.meta, "format", FORMAT));
            } catch (StoreException e) {
                if (e.kind() != Kind.NO_SPACE) { // a full server can be read
                    throw e;
                }
            }
        } else if (!Replies.text(format).equals(FORMAT)) {
            throw new StoreException(
                    Kind.REFUSED,
                    "the keys {" + options.prefix() + "}:… in Redis at " + server + " are of layout "
                            + Replies.text(format) + ", and this Photon knows " + FORMAT
                            + "; use the Photon that wrote them, or set redis.prefix to another");
        }
        storeId = identity(pipe);
    }

    /** Another one when the keys were made anew. @return null when there is none, and no space for one */
    private @Nullable UUID identity(Pipe pipe) throws StoreException, NoAnswerException {
        Object found = pipe.await(pipe.send(CommandType.HGET, keys.meta, "id")).get(0);
        if (found == null) {
            try {
                pipe.await(pipe.send(
                        CommandType.HSETNX, keys.meta, "id", UUID.randomUUID().toString()));
            } catch (StoreException e) {
                if (e.kind() != Kind.NO_SPACE) {
                    throw e;
                }
                return null;
            }
            found = pipe.await(pipe.send(CommandType.HGET, keys.meta, "id")).get(0); // another may have been first
        }
        try {
            return found == null ? null : UUID.fromString(Replies.text(found));
        } catch (IllegalArgumentException e) {
            LOG.warn(
                    "the id of the store {} in Redis at {} is not one that Photon makes, so it is not used",
                    options.prefix(),
                    server);
            return null;
        }
    }

    private void sayWhatIsLost(Pipe pipe, long confirmed) throws StoreException, NoAnswerException {
        Object head = pipe.await(pipe.send(CommandType.HGET, keys.meta, "head")).get(0);
        long found = head == null ? 0 : Replies.number(head);
        if (found < confirmed) {
            LOG.error(
                    "Redis at {} has lost events that it had confirmed: it ends at order-id {}, and had {}; see"
                            + " durability in docs/backends.md",
                    server,
                    found,
                    confirmed);
        }
    }

    Durability durability() {
        ServerFacts known = facts;
        return known == null ? Durability.MEMORY : known.durability();
    }

    /** Why answers do not mean that an event is on a disk; null when they do. */
    @Nullable String whyNotDurable() {
        ServerFacts known = facts;
        return known == null ? "the server was not asked yet" : known.whyNotDurable();
    }

    /** Names the store; null when it has no name yet. */
    @Nullable UUID storeId() {
        return storeId;
    }

    String version() {
        ServerFacts known = facts;
        return known == null ? "unknown" : known.version();
    }
}
