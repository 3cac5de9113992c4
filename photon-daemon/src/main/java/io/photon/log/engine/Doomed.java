// SPDX-License-Identifier: Apache-2.0
package io.photon.log.engine;

import io.photon.core.StreamDeletion;
import io.photon.filter.StreamSelector;
import io.photon.result.Failure;
import io.photon.result.Result;
import io.photon.store.EventStore;
import io.photon.store.KnownStream;
import io.photon.store.StoreException;
import io.photon.store.StoreException.Kind;
import io.photon.store.StoredStream;

/**
 * What a deletion takes away, and what a stream ends with: the two questions whose answer may lie in damage. For the append
 * thread.
 *
 * @param events how many of them can be seen
 */
record Doomed(StreamDeletion deletion, long events) {

    /**
     * All that a stream has now. Where something of it may lie in damage the deletion reaches beyond that, too: it would be
     * back once that is healed.
     */
    static Result<Doomed> of(EventStore store, String stream) throws StoreException {
        KnownStream known = store.known(stream);
        StoredStream seen = known.seen();
        if (seen != null) {
            StreamDeletion all = new StreamDeletion(stream, Math.max(seen.lastOrderId(), known.unseenUpTo()));
            return Result.ok(new Doomed(all, seen.totalEvents()));
        }
        if (known.mayReturnUpTo() > 0) {
            throw notYet(stream, known);
        }
        return Result.err(Failure.Kind.NOT_FOUND, "no stream '" + stream + "'", StreamSelector.hintWithout(stream));
    }

    /** The last event of a stream; 0 for none. @throws StoreException NOT_YET when there may be a later one */
    static long lastOf(EventStore store, String stream) throws StoreException {
        KnownStream known = store.known(stream);
        StoredStream seen = known.seen();
        long last = seen == null ? 0 : seen.lastOrderId();
        if (last < known.mayReturnUpTo()) {
            throw notYet(stream, known);
        }
        return last;
    }

    private static StoreException notYet(String stream, KnownStream known) {
        return new StoreException(
                Kind.NOT_YET,
                "it is not known yet where stream '" + stream + "' ends, for events up to order-id "
                        + known.mayReturnUpTo() + " cannot be read, and may still be healed");
    }
}
