// SPDX-License-Identifier: Apache-2.0
package io.photon.muon.stack.server;

import io.photon.result.Failure;
import org.jspecify.annotations.Nullable;

/**
 * The receiving end of one subscription. Calls may come from any thread, but one after another; after
 * {@link #completed}, {@link #failed} or {@link #refuse} nothing more is sent.
 */
public interface StreamSink {

    /** It is accepted: items are asked of this source, never more than the subscriber demands. */
    void accept(Source source);

    /** There is no such stream, or not for this subscriber. @param why for our log; the protocol has no place for it */
    void refuse(String why);

    /** The next item, as JSON; only after {@link Source#request}. */
    void item(byte[] json);

    /** No more items. */
    void completed();

    /** It failed. @param why for a person, sent to the subscriber */
    default void failed(String why) {
        failed(null, why);
    }

    /** The same, so that a client of ours knows which sort of failure it is. @param kind null when that is not known */
    void failed(Failure.@Nullable Kind kind, String why);

    /** Where items come from. Thread-safe; neither method blocks. */
    interface Source {

        /** More items may be given. @param items at least 1 */
        void request(long items);

        /** The subscriber has gone. Called at most once, and not after the end. */
        void cancel();
    }
}
