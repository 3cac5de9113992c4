// SPDX-License-Identifier: Apache-2.0
package io.photon.door.http.wire.answer;

import io.photon.api.ProjectionView;
import io.photon.codec.FailureJson;
import io.photon.codec.GapJson;
import io.photon.door.http.wire.Bytes;
import io.photon.door.http.wire.call.ContentTypes;
import io.photon.door.http.wire.call.Outlet;
import io.photon.event.Event;
import io.photon.event.Gap;
import io.photon.result.Failure;
import java.nio.charset.StandardCharsets;

/**
 * Server-Sent Events: {@code id:} is the position, {@code data:} the JSON of an item. A heartbeat of a replay carries the
 * position as {@code id:} without data, which browsers remember and no one hears; so one whose filter lets nothing through
 * resumes where it was. A place that cannot be read is an event {@code damaged} with its last order-id as {@code id:}. The end of a cold replay or of a projection is an event {@code complete}, a failure one
 * {@code error}. Holds no state.
 */
public abstract class SseFormat<T> implements AnswerFormat<T> {

    public static final SseFormat<Event> OF_EVENTS = new SseFormat<>() {
        @Override
        public boolean put(Outlet out, Event event) {
            return message(out, event.orderId(), event.array(), event.offset(), event.length());
        }
    };

    public static final SseFormat<ProjectionView> OF_STATES = new SseFormat<>() {
        @Override
        public boolean put(Outlet out, ProjectionView state) {
            byte[] json = state.json();
            return message(out, state.position(), json, 0, json.length);
        }
    };

    private static final byte[] NOTHING = {};
    private static final byte[] END_OF_ITEM = {'\n', '\n'};

    @Override
    public String contentType() {
        return ContentTypes.SERVER_SENT_EVENTS;
    }

    private static boolean message(Outlet out, long id, byte[] array, int offset, int length) {
        Bytes before = new Bytes(40).ascii("id: ").number(id).ascii("\ndata: ");
        return out.put(before.toArray(), array, offset, length, END_OF_ITEM);
    }

    static boolean put(Outlet out, long id, byte[] json) {
        return message(out, id, json, 0, json.length);
    }

    @Override
    public boolean gap(Outlet out, Gap gap) {
        byte[] range = GapJson.range(gap).getBytes(StandardCharsets.US_ASCII);
        Bytes before = new Bytes(60).ascii("id: ").number(gap.last()).ascii("\nevent: damaged\ndata: ");
        return out.put(before.toArray(), range, 0, range.length, END_OF_ITEM);
    }

    @Override
    public void heartbeat(Outlet out, long position) {
        text(out, (position > 0 ? "id: " + position + "\n" : "") + ": heartbeat\n\n");
    }

    @Override
    public void complete(Outlet out) {
        text(out, "event: complete\ndata: {}\n\n");
    }

    @Override
    public void failed(Outlet out, Failure failure) {
        byte[] json = FailureJson.bytes(failure);
        out.put("event: error\ndata: ".getBytes(StandardCharsets.US_ASCII), json, 0, json.length, END_OF_ITEM);
    }

    private static void text(Outlet out, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        out.put(NOTHING, bytes, 0, bytes.length, NOTHING);
    }
}
