// SPDX-License-Identifier: Apache-2.0
package io.photon.door.http.wire.answer;

import io.photon.cloudevents.CloudEventWriter;
import io.photon.door.http.wire.call.ContentTypes;
import io.photon.door.http.wire.call.Outlet;
import io.photon.event.Event;
import io.photon.event.Gap;
import io.photon.result.Failure;

/**
 * A batch of CloudEvents: one JSON array. It has no place for anything but events, so it is for cold replays, and one that breaks
 * ends without its bracket. Not thread-safe; one answer's.
 */
public final class CloudEventBatch implements AnswerFormat<Event> {

    private static final byte[] NOTHING = {};
    private static final byte[] FIRST = {'['};
    private static final byte[] NEXT = {',', '\n'};
    private static final byte[] END = {']', '\n'};
    private static final byte[] EMPTY = {'[', ']', '\n'};

    private final CloudEventWriter writer;
    private boolean begun;

    public CloudEventBatch(CloudEventWriter writer) {
        this.writer = writer;
    }

    @Override
    public String contentType() {
        return ContentTypes.CLOUD_EVENTS;
    }

    @Override
    public boolean put(Outlet out, Event event) {
        byte[] json = writer.structured(event);
        byte[] before = begun ? NEXT : FIRST;
        begun = true;
        return out.put(before, json, 0, json.length, NOTHING);
    }

    @Override
    public boolean gap(Outlet out, Gap gap) {
        throw new IllegalStateException("a batch of CloudEvents has no place for a gap"); // refused before
    }

    @Override
    public void heartbeat(Outlet out, long position) {
        // It is cold, so it is never quiet for long.
    }

    @Override
    public void complete(Outlet out) {
        byte[] end = begun ? END : EMPTY;
        out.put(end, 0, end.length);
    }

    @Override
    public void failed(Outlet out, Failure failure) {
        // It is cut, and no reader takes an array without its end for the whole.
    }
}
