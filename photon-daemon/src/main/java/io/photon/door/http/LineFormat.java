package io.photon.door.http;

import io.photon.event.Event;
import io.photon.result.Failure;

/** NDJSON: an event a line; an empty line now and then while nothing happens. */
final class LineFormat implements ReplayFormat {

    private static final byte[] NOTHING = {};
    private static final byte[] LINE_END = {'\n'};

    @Override
    public String contentType() {
        return Call.NDJSON;
    }

    @Override
    public boolean put(Outflow out, Event event) {
        return out.put(NOTHING, event.array(), event.offset(), event.length(), LINE_END);
    }

    @Override
    public void heartbeat(Outflow out, long position) {
        out.put(LINE_END, 0, 1);
    }

    @Override
    public void complete(Outflow out) {
        // The end of the answer says it.
    }

    @Override
    public void failed(Outflow out, Failure failure) {
        byte[] json = Failures.json(failure);
        out.put(NOTHING, json, 0, json.length, LINE_END);
    }
}
