// SPDX-License-Identifier: Apache-2.0
package io.photon.store.slots;

import io.photon.event.Event;
import io.photon.event.StreamNames;
import io.photon.store.AroundDamage;
import io.photon.store.EventReader;
import io.photon.store.ForwardingReader;
import io.photon.store.KnownStream;
import io.photon.store.Page;
import io.photon.store.ReadRequest;
import io.photon.store.StoreException;
import io.photon.store.StoreException.Kind;
import io.photon.store.StoredStream;
import io.photon.store.file.FileEventStore;
import java.util.List;
import java.util.Optional;

/**
 * Reads the files of the cache. Where it meets damage, it has that healed from the server first, which has all of it; what
 * cannot be healed now is answered as the files answer it. Also for the writer, who waits for the server anyway. Thread-safe.
 */
final class CacheReader extends ForwardingReader {

    private final FileEventStore files;

    CacheReader(FileEventStore files) {
        this(files, files);
    }

    /** @param reader the files, or a view of them */
    CacheReader(EventReader reader, FileEventStore files) {
        super(reader);
        this.files = files;
    }

    @Override
    public Page read(ReadRequest request) throws StoreException {
        return healed(() -> super.read(request));
    }

    @Override
    public Optional<Event> findByLocalId(String stream, String localId) throws StoreException {
        return healed(() -> super.findByLocalId(stream, localId));
    }

    /** Of a question that says when damage is in its way. */
    private <T> T healed(AroundDamage.Reading<T> question) throws StoreException {
        try {
            return AroundDamage.healed(question, gap -> files.heal(gap.first(), gap.last()));
        } catch (StoreException e) {
            if (e.kind() != Kind.NOT_YET) {
                throw e;
            }
            files.heal(0, Long.MAX_VALUE);
            return question.read();
        }
    }

    @Override
    public Optional<StoredStream> stream(String name) throws StoreException {
        return whole(() -> super.stream(name));
    }

    @Override
    public List<StoredStream> streams(String after, String prefix, int max) throws StoreException {
        return whole(() -> super.streams(after, prefix, max));
    }

    /** See {@link io.photon.store.EventStore#known}. */
    KnownStream known(String stream) throws StoreException {
        KnownStream answer = files.known(stream);
        if (answer.mayReturnUpTo() == 0) {
            return answer;
        }
        files.heal(0, Long.MAX_VALUE);
        return files.known(stream);
    }

    /** Of a question that is answered without what the indexes lack. */
    private <T> T whole(AroundDamage.Reading<T> question) throws StoreException {
        T answer = question.read();
        if (files.known(StreamNames.CONFIG).mayReturnUpTo() == 0) { // the same of whatever stream
            return answer;
        }
        files.heal(0, Long.MAX_VALUE);
        return question.read();
    }
}
