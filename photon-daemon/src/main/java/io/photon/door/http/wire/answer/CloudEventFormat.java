// SPDX-License-Identifier: Apache-2.0
package io.photon.door.http.wire.answer;

import io.photon.cloudevents.CloudEventWriter;
import io.photon.door.http.wire.call.Outlet;
import io.photon.event.Event;
import io.photon.event.Gap;
import io.photon.result.Failure;

/** Events as CloudEvents in structured mode, within another format. */
public final class CloudEventFormat implements AnswerFormat<Event> {

    /** What writes an item of JSON. */
    @FunctionalInterface
    public interface Item {
        /** @return whether more is wanted, as {@link Outlet#put} */
        boolean put(Outlet out, long orderId, byte[] json);
    }

    private final AnswerFormat<Event> around;
    private final Item item;
    private final CloudEventWriter writer;

    private CloudEventFormat(AnswerFormat<Event> around, Item item, CloudEventWriter writer) {
        this.around = around;
        this.item = item;
        this.writer = writer;
    }

    /** A line each. @param lines how all else is written */
    public static CloudEventFormat lines(LineFormat lines, CloudEventWriter writer) {
        return new CloudEventFormat(lines, (out, orderId, json) -> LineFormat.put(out, json), writer);
    }

    /** As Server-Sent Events. */
    public static CloudEventFormat sse(CloudEventWriter writer) {
        return new CloudEventFormat(SseFormat.OF_EVENTS, SseFormat::put, writer);
    }

    @Override
    public String contentType() {
        return around.contentType();
    }

    @Override
    public boolean put(Outlet out, Event event) {
        return item.put(out, event.orderId(), writer.structured(event));
    }

    @Override
    public boolean gap(Outlet out, Gap gap) {
        return around.gap(out, gap);
    }

    @Override
    public void heartbeat(Outlet out, long position) {
        around.heartbeat(out, position);
    }

    @Override
    public void complete(Outlet out) {
        around.complete(out);
    }

    @Override
    public void failed(Outlet out, Failure failure) {
        around.failed(out, failure);
    }
}
