// SPDX-License-Identifier: Apache-2.0
package io.photon.api;

import io.photon.event.Event;
import io.photon.result.Failure;
import io.photon.result.Result;
import io.photon.store.Direction;
import io.photon.store.Page;
import io.photon.store.ReadRequest;
import java.io.ByteArrayOutputStream;
import java.util.Optional;

/** The events of a stream as lines, a page at a time, up to a position. For one thread at a time. */
final class StreamDownload implements Download {

    private static final int PAGE_EVENTS = 4_096;
    private static final int PAGE_BYTES = 512 * 1024;

    private final PhotonApi api;
    private final Caller caller;
    private final String stream;
    private final long last;
    private long cursor;
    private boolean ended;

    /** @param last inclusive */
    StreamDownload(PhotonApi api, Caller caller, String stream, long last) {
        this.api = api;
        this.caller = caller;
        this.stream = stream;
        this.last = last;
    }

    @Override
    public Result<Optional<byte[]>> next() {
        Optional<Failure> refused = api.now(caller, Access.READ, stream);
        if (refused.isPresent()) {
            return Result.err(refused.get());
        }
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        while (!ended && lines.size() == 0) {
            Result<Page> page = api.reading(reader -> {
                Page read =
                        reader.read(new ReadRequest(stream, cursor, last, Direction.FORWARDS, PAGE_EVENTS, PAGE_BYTES));
                for (Event event : read.events()) {
                    lines.write(event.array(), event.offset(), event.length());
                    lines.write('\n');
                }
                return Result.ok(read);
            });
            if (!page.isOk()) {
                return Result.err(page.failure());
            }
            cursor = page.value().cursor();
            ended = page.value().end();
        }
        return Result.ok(lines.size() == 0 ? Optional.empty() : Optional.of(lines.toByteArray()));
    }

    @Override
    public void close() {
        ended = true;
    }
}
