// SPDX-License-Identifier: Apache-2.0
package io.photon.store.riak;

import io.photon.store.StoreException;
import io.photon.store.StoreException.Kind;
import io.photon.store.slots.NoAnswerException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import shaded.com.basho.riak.protobuf.RiakKvPB;
import shaded.com.basho.riak.protobuf.RiakMessageCodes;
import shaded.com.google.protobuf.ByteString;
import shaded.com.google.protobuf.InvalidProtocolBufferException;

/**
 * The bucket: keys, values, and writes that compare. Where the type is strongly consistent Riak does each in one step. Else
 * it looks and then writes, with most of the copies each time: that is right only as long as one process does it. Thread-safe.
 */
final class Bucket {

    /** Riak's number for most of the copies. */
    private static final int QUORUM = -3;

    private static final ByteString CONTENT_TYPE = ByteString.copyFromUtf8("application/octet-stream");

    /** What it says when there is something, or something else than was compared with; another state than was read. */
    private static final Set<String> NOT_SO = Set.of("failed", "match_found", "modified", "notfound");

    private final RiakNodes nodes;
    private final boolean isConsistent;
    private final ByteString type;
    private final ByteString name;

    /** @param isConsistent whether the type is strongly consistent */
    Bucket(RiakNodes nodes, boolean isConsistent) {
        this.nodes = nodes;
        this.isConsistent = isConsistent;
        this.type = ByteString.copyFromUtf8(nodes.options().bucketType());
        this.name = ByteString.copyFromUtf8(nodes.options().bucket());
    }

    /** How long an answer is waited for, where nothing else is said. */
    Duration timeout() {
        return nodes.options().slots().timeout();
    }

    /** A value that is awaited later. */
    interface Later {
        /** @return null when there is none; errors as {@link #get} */
        @Nullable Value await() throws StoreException;
    }

    /**
     * Reads, with all that was confirmed before.
     *
     * @return null when there is none
     * @throws StoreException REFUSED when Riak does not answer, or with an error
     */
    @Nullable Value get(String key, Duration timeout) throws StoreException {
        return ask(key, timeout).await();
    }

    /** Reads, and does not wait. */
    Later ask(String key, Duration timeout) throws StoreException {
        RiakKvPB.RpbGetReq.Builder request = RiakKvPB.RpbGetReq.newBuilder()
                .setType(type)
                .setBucket(name)
                .setKey(ByteString.copyFromUtf8(key))
                .setTimeout(millis(timeout));
        if (!isConsistent) {
            request.setR(QUORUM).setPr(QUORUM).setNotfoundOk(false).setSloppyQuorum(false);
        }
        RiakNodes.Later sent = nodes.send(
                new RiakCall(
                        RiakMessageCodes.MSG_GetReq,
                        request.build().toByteArray(),
                        RiakMessageCodes.MSG_GetResp,
                        "reading " + key),
                timeout);
        return () -> {
            try {
                return value(key, sent.await());
            } catch (RiakErrorException e) {
                throw refused("reading " + key, e);
            } catch (NoAnswerException e) {
                throw refused(e);
            }
        };
    }

    private static @Nullable Value value(String key, byte[] answer) throws StoreException {
        if (answer.length == 0) {
            return null;
        }
        try {
            RiakKvPB.RpbGetResp found = RiakKvPB.RpbGetResp.parseFrom(answer);
            List<byte[]> values = found.getContentList().stream()
                    .filter(each -> !each.getDeleted())
                    .map(each -> each.getValue().toByteArray())
                    .toList();
            return values.isEmpty() ? null : Value.of(values, found.getVclock());
        } catch (InvalidProtocolBufferException e) {
            throw new StoreException(Kind.FAILED, "what Riak answers to reading '" + key + "' is not understood", e);
        }
    }

    /**
     * Writes where there is nothing.
     *
     * @return whether it was written; when not, there most likely is something, which the one who asked then reads
     * @throws NoAnswerException when it may be written, now or later, or not
     * @throws StoreException when it was not and will not be
     */
    boolean insert(String key, byte[] bytes, Duration timeout) throws NoAnswerException, StoreException {
        if (!isConsistent && get(key, timeout) != null) { // Riak would take an error of its own look for nothing
            return false;
        }
        return put(key, write(key, bytes, timeout).setIfNoneMatch(true), timeout);
    }

    /**
     * Writes in place of what was read, if that is still there; else as {@link #insert}.
     *
     * @param was what was read
     */
    boolean replace(String key, Value was, byte[] bytes, Duration timeout) throws NoAnswerException, StoreException {
        RiakKvPB.RpbPutReq.Builder request = write(key, bytes, timeout).setVclock(was.clock());
        if (!isConsistent) {
            request.setIfNotModified(true);
        }
        return put(key, request, timeout);
    }

    private RiakKvPB.RpbPutReq.Builder write(String key, byte[] bytes, Duration timeout) {
        RiakKvPB.RpbPutReq.Builder request = RiakKvPB.RpbPutReq.newBuilder()
                .setType(type)
                .setBucket(name)
                .setKey(ByteString.copyFromUtf8(key))
                .setContent(RiakKvPB.RpbContent.newBuilder()
                        .setContentType(CONTENT_TYPE)
                        .setValue(ByteString.copyFrom(bytes)))
                .setTimeout(millis(timeout));
        if (!isConsistent) {
            request.setW(QUORUM).setPw(QUORUM).setDw(QUORUM).setSloppyQuorum(false);
        }
        return request;
    }

    private boolean put(String key, RiakKvPB.RpbPutReq.Builder request, Duration timeout)
            throws NoAnswerException, StoreException {
        try {
            nodes.ask(
                    new RiakCall(
                            RiakMessageCodes.MSG_PutReq,
                            request.build().toByteArray(),
                            RiakMessageCodes.MSG_PutResp,
                            "writing " + key),
                    timeout);
            return true;
        } catch (RiakErrorException e) {
            if (NOT_SO.contains(e.text())) {
                return false;
            }
            // Too few copies in time, and the like: some may have it, and give it to the others later.
            throw new NoAnswerException(
                    "Riak at " + nodes.options().shown() + " says to writing " + key + ": " + e.text(), e);
        }
    }

    /** Removes what is there. @throws StoreException REFUSED when it is not known whether it was; to be asked again */
    void remove(String key) throws StoreException {
        RiakKvPB.RpbDelReq.Builder request = RiakKvPB.RpbDelReq.newBuilder()
                .setType(type)
                .setBucket(name)
                .setKey(ByteString.copyFromUtf8(key))
                .setTimeout(millis(timeout()));
        try {
            nodes.ask(
                    new RiakCall(
                            RiakMessageCodes.MSG_DelReq,
                            request.build().toByteArray(),
                            RiakMessageCodes.MSG_DelResp,
                            "removing " + key),
                    timeout());
        } catch (RiakErrorException e) {
            throw refused("removing " + key, e);
        } catch (NoAnswerException e) {
            throw refused(e);
        }
    }

    private StoreException refused(String what, RiakErrorException e) {
        return new StoreException(
                Kind.REFUSED, "Riak at " + nodes.options().shown() + " says to " + what + ": " + e.text(), e);
    }

    private StoreException refused(NoAnswerException e) {
        return nodes.isClosed() ? nodes.closed(e) : new StoreException(Kind.REFUSED, e.getMessage(), e);
    }

    private static int millis(Duration timeout) {
        return Math.toIntExact(Math.max(1, timeout.toMillis()));
    }
}
