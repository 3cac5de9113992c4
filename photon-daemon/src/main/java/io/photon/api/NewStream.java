// SPDX-License-Identifier: Apache-2.0
package io.photon.api;

import io.photon.backup.StreamImport;
import io.photon.event.EventDraft;
import io.photon.result.Failure;
import io.photon.result.Result;
import java.util.Optional;
import java.util.function.Function;

/** Events that become a stream of their own, all or nothing. One thread at a time. */
public final class NewStream implements AutoCloseable {

    /**
     * What became of it.
     *
     * @param stream the name it got
     * @param events stored
     */
    public record Imported(String stream, long events) {}

    private final StreamImport events;
    private final Function<String, Optional<Failure>> refusal;

    /** @param refusal why a stream may not be written; empty when it may */
    NewStream(StreamImport events, Function<String, Optional<Failure>> refusal) {
        this.events = events;
        this.refusal = refusal;
    }

    /** One more event; may wait for the disk. @param draft of any stream */
    public Optional<Failure> add(EventDraft draft) {
        return events.add(draft);
    }

    /** Stores them. @param name of the stream; when it is taken, the first of {@code NAME-0}, {@code NAME-1} … that is not */
    public Result<Imported> finish(String name) {
        return events.finish(name, refusal).map(done -> new Imported(done.stream(), done.events()));
    }

    /** Forgets what was not stored; idempotent. */
    @Override
    public void close() {
        events.close();
    }
}
