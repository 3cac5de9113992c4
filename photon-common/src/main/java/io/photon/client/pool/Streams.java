// SPDX-License-Identifier: Apache-2.0
package io.photon.client.pool;

import io.photon.client.PhotonException;
import io.photon.client.flow.Pulled;
import io.photon.codec.JsonFields;
import io.photon.result.Failure;
import io.photon.result.Failure.Kind;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;

/** {@link Stream}s of what arrives bit by bit. */
final class Streams {

    /** This many entries are asked for at once. */
    static final int PAGE = 1_000;

    /** This many items wait for the one who takes them. */
    private static final int WINDOW = 64;

    private static final int ORDERED = Spliterator.ORDERED | Spliterator.NONNULL;

    private Streams() {}

    /** What a publisher brings. Subscribes when the first item is wanted; its failure comes out of the stream. */
    static <T> Stream<T> of(Publisher<T> publisher) {
        Pulling<T> pulling = new Pulling<>(publisher);
        return StreamSupport.stream(pulling, false).onClose(pulling::close);
    }

    private static final class Pulling<T> extends Spliterators.AbstractSpliterator<T> {
        private final Publisher<T> publisher;
        private @Nullable Pulled<T> pulled;

        Pulling(Publisher<T> publisher) {
            super(Long.MAX_VALUE, ORDERED);
            this.publisher = publisher;
        }

        @Override
        public boolean tryAdvance(Consumer<? super T> action) {
            if (pulled == null) {
                pulled = Pulled.from(publisher, WINDOW);
            }
            if (pulled.hasNext()) {
                action.accept(pulled.next());
                return true;
            }
            Throwable failure = pulled.failure();
            if (failure instanceof RuntimeException e) {
                throw e;
            } else if (failure != null) {
                throw new PhotonException(Failure.of(Kind.INTERNAL, failure.toString()));
            }
            return false;
        }

        void close() {
            if (pulled != null) {
                pulled.close();
            }
        }
    }

    /**
     * A listing, read page by page.
     *
     * @param page the page after a name, null for the first; an empty one is the end
     * @param name of an entry
     */
    static <T> Stream<T> pages(Function<String, List<T>> page, Function<T, String> name) {
        Iterator<T> all = new Iterator<>() {
            private List<T> current = page.apply(null);
            private int next;

            @Override
            public boolean hasNext() {
                if (next == current.size() && next == PAGE) {
                    current = page.apply(name.apply(current.get(next - 1)));
                    next = 0;
                }
                return next < current.size();
            }

            @Override
            public T next() {
                if (!hasNext()) {
                    throw new java.util.NoSuchElementException();
                }
                return current.get(next++);
            }
        };
        return StreamSupport.stream(Spliterators.spliteratorUnknownSize(all, ORDERED), false);
    }

    /** The entries of a list in an answer. @param name of the list */
    static <T> List<T> list(byte[] json, String name, Function<byte[], T> read) {
        List<T> entries = new ArrayList<>();
        for (byte[] entry : JsonFields.entries(json, name)) {
            entries.add(read.apply(entry));
        }
        return entries;
    }
}
