// SPDX-License-Identifier: Apache-2.0
package io.photon.store.riak;

import com.basho.riak.client.core.NoNodesAvailableException;
import io.photon.store.EventStore.Durability;
import io.photon.store.StoreException;
import io.photon.store.StoreException.Kind;
import io.photon.store.slots.NoAnswerException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import shaded.com.basho.riak.protobuf.RiakMessageCodes;
import shaded.com.basho.riak.protobuf.RiakPB;
import shaded.com.google.protobuf.ByteString;
import shaded.com.google.protobuf.InvalidProtocolBufferException;

/** What the type of the bucket promises: whether it is strongly consistent, and how many copies there are. Thread-safe. */
final class BucketType {

    private static final Logger LOG = LoggerFactory.getLogger(BucketType.class);

    /** The loss of one node is survived, and appends go on. */
    private static final int ENOUGH_COPIES = 3;

    private final RiakNodes nodes;

    /** What it said last. */
    private record Properties(boolean isConsistent, int copies) {}

    private volatile Properties known;
    private @Nullable String said;

    private BucketType(RiakNodes nodes, Properties known) {
        this.nodes = nodes;
        this.known = known;
    }

    /**
     * Asks for it, at the start.
     *
     * @throws StoreException FAILED when Riak does not answer; REFUSED when there is no such type, or it promises less than is
     *     required
     */
    static BucketType open(RiakNodes nodes) throws StoreException {
        BucketType type;
        try {
            type = new BucketType(nodes, properties(nodes));
        } catch (RiakErrorException e) {
            throw new StoreException(
                    Kind.REFUSED,
                    "Riak at " + nodes.options().shown() + " cannot use the bucket type '"
                            + nodes.options().bucketType() + "': " + e.text() + "; " + making(nodes)
                            + ", or set riak.bucket-type to another one",
                    e);
        } catch (NoAnswerException e) {
            throw new StoreException(Kind.FAILED, e.getMessage(), e);
        } catch (StoreException e) {
            // A node that cannot be reached may be there in a moment; who is not let in now is not then either.
            boolean isGone = e.kind() == Kind.REFUSED && e.getCause() instanceof NoNodesAvailableException;
            throw isGone && nodes.refusal() == null ? new StoreException(Kind.FAILED, e.getMessage(), e) : e;
        }
        String why = type.whyNotDurable();
        if (why != null && nodes.options().slots().requireDurable()) {
            throw new StoreException(
                    Kind.REFUSED, "riak.require-durable is true, and Riak can lose what it has confirmed: " + why);
        }
        type.warn();
        return type;
    }

    private static String making(RiakNodes nodes) {
        String name = nodes.options().bucketType();
        return "with strong_consistency = on in the riak.conf of three nodes or more: riak-admin bucket-type create "
                + name + " '{\"props\":{\"consistent\":true}}', then riak-admin bucket-type activate " + name;
    }

    private static Properties properties(RiakNodes nodes) throws RiakErrorException, NoAnswerException, StoreException {
        RiakOptions options = nodes.options();
        byte[] answer = nodes.ask(
                new RiakCall(
                        RiakMessageCodes.MSG_GetBucketReq,
                        RiakPB.RpbGetBucketReq.newBuilder()
                                .setType(ByteString.copyFromUtf8(options.bucketType()))
                                .setBucket(ByteString.copyFromUtf8(options.bucket()))
                                .build()
                                .toByteArray(),
                        RiakMessageCodes.MSG_GetBucketResp,
                        "the properties of the bucket"),
                options.slots().timeout());
        try {
            RiakPB.RpbBucketProps found =
                    RiakPB.RpbGetBucketResp.parseFrom(answer).getProps();
            return new Properties(found.getConsistent(), Math.max(1, found.getNVal()));
        } catch (InvalidProtocolBufferException e) {
            throw new StoreException(
                    Kind.FAILED, "what Riak answers about its bucket '" + options.bucket() + "' is not understood", e);
        }
    }

    /** Asks again, and warns of what is new. @throws StoreException when there is no answer */
    void look() throws StoreException {
        try {
            known = properties(nodes);
        } catch (RiakErrorException | NoAnswerException e) {
            throw new StoreException(Kind.REFUSED, e.getMessage(), e);
        }
        warn();
    }

    private synchronized void warn() {
        String why = whyNotDurable();
        if (why != null && !why.equals(said)) {
            LOG.warn(
                    "answered events can be lost in Riak at {}: {}",
                    nodes.options().shown(),
                    why);
        }
        said = why;
    }

    /** Whether a write compares and sets in one step. As it was at the start: no type changes it. */
    boolean isConsistent() {
        return known.isConsistent();
    }

    Durability durability() {
        return whyNotDurable() == null ? Durability.REPLICATED : Durability.MEMORY;
    }

    /** Why a confirmed write may be lost with one node, and what to do; null when it is with most of three nodes or more. */
    @Nullable String whyNotDurable() {
        Properties now = known;
        String name = "bucket type '" + nodes.options().bucketType() + "'";
        if (!now.isConsistent()) {
            return name
                    + " is not strongly consistent: only one Photon may use the bucket, which cannot be made sure of,"
                    + " and what two of them write, or nodes confirm and lose, is lost; move the events to a strongly"
                    + " consistent bucket type";
        }
        if (now.copies() < ENOUGH_COPIES) {
            return name + " has " + (now.copies() == 1 ? "one copy" : now.copies() + " copies")
                    + " of each event (n_val); use one with three or more";
        }
        return null;
    }

    void addTo(Map<String, Object> stats) {
        stats.put("riak-copies", known.copies());
        stats.put("riak-consistent", known.isConsistent());
        String why = whyNotDurable();
        if (why != null) {
            stats.put("durability-reason", why);
        }
    }
}
