// SPDX-License-Identifier: Apache-2.0
package io.photon.door.http.endpoint;

import io.photon.cloudevents.CloudEventWriter;
import io.photon.cloudevents.HeaderValue;
import io.photon.door.http.wire.HttpSettings;
import io.photon.door.http.wire.call.Call;
import io.photon.door.http.wire.call.ContentTypes;
import io.photon.event.Event;
import io.undertow.util.HeaderMap;
import io.undertow.util.HttpString;

/** One event as a CloudEvent, for those who accept that: with all in one JSON object, or with the attributes as headers. */
final class CloudEventAnswer {

    /** Asks for binary mode: the name of all formats, without one of them. */
    private static final String BINARY = "application/cloudevents";

    private CloudEventAnswer() {}

    /** Answers if an event was asked for as a CloudEvent. @return whether it did */
    static boolean answers(Call call, byte[] json, HttpSettings settings) {
        boolean structured = ContentTypes.wants(call, ContentTypes.CLOUD_EVENT);
        if (!structured && !ContentTypes.wants(call, BINARY) || !Event.isLine(json)) {
            return false;
        }
        CloudEventWriter writer = new CloudEventWriter(settings.cloudEvents().source());
        Event event = Event.ofLine(json);
        if (structured) {
            call.answerFile(200, ContentTypes.CLOUD_EVENT, writer.structured(event));
            return true;
        }
        CloudEventWriter.Binary binary = writer.binary(event);
        call.onIo(() -> {
            HeaderMap head = call.exchange().getResponseHeaders();
            boolean isExposed = head.contains(Call.EXPOSED);
            binary.headers().forEach((name, value) -> {
                HttpString header = new HttpString(DraftReader.PREFIX + name);
                head.put(header, HeaderValue.encode(value));
                if (isExposed) {
                    head.add(Call.EXPOSED, header.toString());
                }
            });
            call.answerFile(200, binary.contentType(), binary.data());
        });
        return true;
    }
}
