// SPDX-License-Identifier: Apache-2.0
package io.photon.follow;

import com.fasterxml.jackson.databind.JsonNode;
import io.photon.client.PhotonClient;
import io.photon.codec.JsonTree;
import io.photon.question.ClusterQuestions;
import io.photon.question.Params;
import io.photon.result.Failure;
import io.photon.result.Result;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The node that is followed, as one thread asks it. Only {@link #cancel} may be called by another. */
final class Upstream implements AutoCloseable {

    /** How long an answer waits for events when there are none. */
    static final long WAIT_MS = 500;

    /** A line that was cut without a word is noticed after ten seconds. */
    private static final Reach.Limits LIMITS = new Reach.Limits(5_000, 0, 10_000);

    private static final int FIRST_BYTES = 64 * 1024;

    private final String url;
    private final Reach reach;
    private final Cluster cluster;
    private volatile @Nullable PhotonClient client;
    private volatile boolean cancelled;

    Upstream(String url, Reach reach, Cluster cluster) {
        this.url = url;
        this.reach = reach;
        this.cluster = cluster;
    }

    /** Connected when it is first needed: that may fail for now. */
    private Result<PhotonClient> client() {
        PhotonClient kept = client;
        if (kept != null) {
            return Result.ok(kept);
        }
        return reach.connect(url, LIMITS).map(made -> {
            client = made;
            if (cancelled) {
                made.cancel();
            }
            return made;
        });
    }

    /**
     * A fingerprint of a range, as the other node has it.
     *
     * @param nodeId what tells that node from others
     * @param role what it is
     * @param epochs those that it knows, in rising order, without the first
     */
    record Checked(
            long events, String fingerprint, long config, long head, String nodeId, String role, List<Epoch> epochs) {
        Epoch epoch() {
            return Epoch.last(epochs);
        }

        boolean isPrimary() {
            return role.equals(NodeRole.Role.PRIMARY.word());
        }
    }

    String address() {
        return url;
    }

    /** What is new above a position. @param stored up to where this node has forced events to its disk */
    Result<Fetched> fetch(long after, long stored, long waitMs) {
        byte[][] held = {new byte[FIRST_BYTES]};
        int[] size = {0};
        return client().then(now -> now.ask(
                        ClusterQuestions.FOLLOW
                                .ask()
                                .with(Params.AFTER_EVENT, after)
                                .with(Params.STORED, stored)
                                .with(Params.EPOCH, cluster.epoch().number())
                                .with(Params.EPOCH_NODE_ID, cluster.epoch().nodeId())
                                .with(Params.WAIT, waitMs)
                                .with(Params.NODE_ID, cluster.nodeId())
                                .with(Params.NODE, cluster.name())
                                .with(Params.ADDRESS, cluster.address()),
                        (bytes, offset, length) -> {
                            if (held[0].length - size[0] < length) {
                                held[0] = Arrays.copyOf(held[0], Math.max(size[0] + length, 2 * held[0].length));
                            }
                            System.arraycopy(bytes, offset, held[0], size[0], length);
                            size[0] += length;
                        }))
                .then(all -> Fetched.read(held[0], size[0]));
    }

    /** Its fingerprint of a range. */
    Result<Checked> check(long from, long to) {
        return client().then(now -> now.ask(ClusterQuestions.FOLLOW_CHECK
                        .ask()
                        .with(Params.FROM_EVENT, from)
                        .with(Params.TO_EVENT, to)))
                .then(Upstream::checked);
    }

    private static Result<Checked> checked(byte[] json) {
        try {
            JsonNode read = JsonTree.read(json);
            List<Epoch> epochs = new ArrayList<>();
            read.path("epochs")
                    .forEach(epoch -> epochs.add(
                            EpochEvents.fields(epoch, epoch.path("order-id").asLong())));
            return Result.ok(new Checked(
                    read.path("events").asLong(),
                    read.path("fingerprint").asText(""),
                    read.path("config").asLong(),
                    read.path("head").asLong(),
                    read.path("node-id").asText(""),
                    read.path("role").asText(""),
                    List.copyOf(epochs)));
        } catch (IOException e) {
            return Result.err(
                    Failure.Kind.UNREACHABLE,
                    "a fingerprint cannot be read: " + e.getMessage(),
                    "is it a Photon of this version?");
        }
    }

    /** Tells it that another node is the primary. */
    Result<byte[]> retire(Epoch epoch) {
        return client().then(now -> now.ask(ClusterQuestions.STEP_DOWN
                .ask()
                .with(Params.NEW_EPOCH, epoch.number())
                .with(Params.EPOCH_AFTER, epoch.after())
                .with(Params.EPOCH_EVENT, epoch.orderId())
                .with(Params.NODE, epoch.node())
                .with(Params.NODE_ID, epoch.nodeId())
                .with(Params.ADDRESS, epoch.address())));
    }

    /**
     * Tells a node that believes to be the primary of an older epoch, or of another one with the same number.
     *
     * @return what to say of it here
     */
    Failure tell(Checked other) {
        Epoch own = Epoch.since(cluster.epochs(), other.epochs());
        Result<byte[]> told = retire(own);
        return Failure.of(
                Failure.Kind.CONFLICT,
                "it knows of epoch " + other.epoch().number() + ", and epoch " + own.number() + " has begun on "
                        + own.where()
                        + (told.isOk()
                                ? "; it was told"
                                : "; it cannot be told: " + told.failure().message()),
                "follow " + (own.address().isEmpty() ? "that node" : own.address()) + " instead");
    }

    /** A connection that failed is not used again. */
    void reconnect() {
        close();
        client = null;
    }

    /** Breaks off what is asked; nothing can be asked any more. */
    void cancel() {
        cancelled = true;
        PhotonClient now = client;
        if (now != null) {
            now.cancel();
        }
    }

    @Override
    public void close() {
        PhotonClient now = client;
        if (now != null) {
            now.close();
        }
    }
}
