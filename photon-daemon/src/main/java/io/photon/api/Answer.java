// SPDX-License-Identifier: Apache-2.0
package io.photon.api;

import io.photon.result.Result;
import io.photon.text.Utf8;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.reactivestreams.Publisher;

/** What a use case gives, for a door to write in its own way. */
public sealed interface Answer {

    /** One value, all of it here. @param json UTF-8; belongs to the receiver */
    record Json(byte[] json) implements Answer {}

    /** One value that is made elsewhere. @param json completes on a thread of the log, and never fails */
    record Later(CompletableFuture<Result<byte[]>> json) implements Answer {
        public Later {
            json = Outcomes.steady(json);
        }

        /** {@code {"correct":true}} when a change is made, else why it is not. */
        static <T> Later correct(CompletableFuture<Result<T>> change) {
            return new Later(change.thenApply(done -> done.map(any -> Utf8.bytes("{\"correct\":true}"))));
        }
    }

    /**
     * An object with one list.
     *
     * @param list the name of the list in the object
     * @param isWhole whether all of it is here already, so that one turn gives everything
     */
    record Page(String list, boolean isWhole, Entries entries) implements Answer {}

    /** The entries of a page, taken in turns by one thread at a time. */
    interface Entries {
        /** The next entries as JSON: at most {@code most}, fewer only at the end. May wait for the disk. */
        Result<List<String>> next(int most);
    }

    /** Text in chunks, at the pace of those who pull: one value, or lines. Close the download in any case. */
    record Chunks(Download download) implements Answer {}

    /** States, each of which is newer than the one before it. */
    record Stream(Publisher<ProjectionView> states) implements Answer {}

    /** Lines that are told while the work is done, without waiting for those who read. Run it in any case, once. */
    record Told(Work work) implements Answer {}

    /** What tells lines. */
    interface Work {
        /**
         * Does it, on this thread.
         *
         * @param idle whether everything told was taken: only then is progress worth telling
         * @param lines gets objects without a line end
         */
        void run(BooleanSupplier idle, Consumer<String> lines);

        /** Instead of {@link #run}, when it cannot be begun. */
        void drop();
    }
}
