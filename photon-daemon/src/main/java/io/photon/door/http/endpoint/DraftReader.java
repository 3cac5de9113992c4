// SPDX-License-Identifier: Apache-2.0
package io.photon.door.http.endpoint;

import io.photon.cloudevents.CloudEventReader;
import io.photon.codec.EventParser;
import io.photon.codec.TraceContext;
import io.photon.door.http.wire.HttpSettings;
import io.photon.door.http.wire.call.Call;
import io.photon.door.http.wire.call.ContentTypes;
import io.photon.event.EventDraft;
import io.photon.result.Failure;
import io.photon.result.Result;
import io.undertow.util.HeaderValues;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads an event from the bytes of a body, or of a part of it, as the head of the request says that it is written. */
@FunctionalInterface
interface DraftReader {

    /** The prefix of headers that hold attributes of a CloudEvent. */
    String PREFIX = "ce-";

    Result<EventDraft> read(byte[] bytes, int offset, int length);

    /** Whether the request carries one CloudEvent: as headers, or as a JSON object. */
    static boolean isCloudEvent(Call call) {
        return isBinary(call) || ContentTypes.isCloudEvent(call);
    }

    private static boolean isBinary(Call call) {
        return call.header("ce-specversion") != null
                || call.header("ce-id") != null && call.header("ce-source") != null;
    }

    /** Of the whole body. @param stream that the request names, or null */
    static Result<DraftReader> ofBody(Call call, HttpSettings settings, @Nullable String stream) {
        TraceContext trace = call.trace(settings.observing());
        if (isCloudEvent(call)) {
            CloudEventReader reader = new CloudEventReader(stream, settings.cloudEvents().stream(), trace);
            return ContentTypes.refuseIfCoded(call)
                    .<Result<DraftReader>>map(Result::err)
                    .orElseGet(() -> Result.ok(isBinary(call) ? binary(call, reader) : reader::structured));
        }
        if (ContentTypes.isCloudEventBatch(call)) {
            return Result.err(
                    Failure.Kind.UNSUPPORTED_TYPE, "a batch of CloudEvents is not one event", "send it to /api/events");
        }
        DraftReader json = (bytes, offset, length) -> EventParser.parseDraftOf(stream, trace, bytes, offset, length);
        if (ContentTypes.isEdn(call)) {
            return Result.ok((bytes, offset, length) ->
                    ContentTypes.json(bytes, length).then(read -> json.read(read, 0, read.length)));
        }
        return ContentTypes.refuseUnlessJson(call, ContentTypes.EDN, ContentTypes.CLOUD_EVENT)
                .<Result<DraftReader>>map(Result::err)
                .orElse(Result.ok(json));
    }

    private static DraftReader binary(Call call, CloudEventReader reader) {
        Map<String, String> attributes = new LinkedHashMap<>();
        for (HeaderValues header : call.exchange().getRequestHeaders()) {
            String name = header.getHeaderName().toString().toLowerCase(Locale.ROOT);
            if (name.startsWith(PREFIX)) {
                attributes.put(name.substring(PREFIX.length()), header.getFirst());
            }
        }
        String type = call.header("Content-Type");
        return (bytes, offset, length) -> reader.binary(attributes, type, bytes, length);
    }

    /** Of each item of a body that has many. */
    static DraftReader ofItems(Call call, HttpSettings settings) {
        TraceContext trace = call.trace(settings.observing());
        String stream = call.target().param("stream");
        return ContentTypes.isCloudEventBatch(call)
                ? new CloudEventReader(stream, settings.cloudEvents().stream(), trace)::structured
                : (bytes, offset, length) -> EventParser.parseDraftOf(stream, trace, bytes, offset, length);
    }
}
