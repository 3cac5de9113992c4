// SPDX-License-Identifier: Apache-2.0
package io.photon.migration;

import io.photon.event.StreamNames;
import io.photon.log.EventLog;
import io.photon.log.StoreFailures;
import io.photon.result.Failure;
import io.photon.result.Result;
import io.photon.store.EventReader;
import io.photon.store.Page;
import io.photon.store.PinnedView;
import io.photon.store.ReadRequest;
import io.photon.store.StoreException;
import java.util.Optional;

/** A store that this process has open, and no other writes to. The log is closed by its owner. */
public final class LogSource implements Source {

    private final EventLog log;
    private final String shown;

    public LogSource(EventLog log, String shown) {
        this.log = log;
        this.shown = shown;
    }

    @Override
    public String shown() {
        return shown;
    }

    @Override
    public Result<Long> read(long above, Sink sink) {
        try (PinnedView view = log.pin()) {
            long head = view.lastOrderId();
            return pages(view, StreamNames.ALL, above, sink).map(events -> Math.max(above, head));
        } catch (StoreException e) {
            return Result.err(StoreFailures.withoutChange(e));
        }
    }

    @Override
    public Result<Long> readStream(String stream, Sink sink) {
        return pages(log.reader(), stream, 0, sink);
    }

    /** Reads a stream page by page. @return how many events it gave */
    static Result<Long> pages(EventReader reader, String stream, long above, Sink sink) {
        long cursor = above;
        long events = 0;
        try {
            while (true) {
                Page page = reader.read(ReadRequest.forwards(stream, cursor));
                Optional<Failure> wrong = page.events().isEmpty() ? Optional.empty() : sink.take(page.events());
                if (wrong.isPresent()) {
                    return Result.err(wrong.get());
                }
                events += page.events().size();
                if (page.end()) {
                    return Result.ok(events);
                }
                cursor = page.cursor();
            }
        } catch (StoreException e) {
            return Result.err(StoreFailures.withoutChange(e));
        }
    }

    @Override
    public boolean isLive() {
        return false;
    }

    @Override
    public Result<Long> pauseAppends() {
        return Result.ok(log.head());
    }

    @Override
    public Result<Long> stopAppends() {
        return Result.ok(log.head());
    }

    @Override
    public Result<Long> resumeAppends() {
        return Result.ok(log.head());
    }

    @Override
    public void close() {
        // The log is its owner's.
    }
}
