// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.input;

import io.photon.cloudevents.CloudEventReader;
import io.photon.codec.JsonFields;
import io.photon.event.EventDraft;
import io.photon.result.Failure;
import io.photon.result.Result;
import io.photon.text.Utf8;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * CloudEvents in structured mode, one a line, made into events. One that cannot be made into any becomes a line that the daemon
 * refuses in its place, so that order, line numbers and all-or-none stay as they are; why, is kept here. Read by one thread;
 * {@link #refusal} may be asked by another.
 */
public final class CloudEventLines extends RewrittenLines {

    private static final byte[] REFUSED = Utf8.bytes("{\"refused\":\"it is not a CloudEvent\"}");
    private static final int MOST_REASONS = 1_000;

    private final CloudEventReader reader;
    private final Map<Long, Failure> reasons = new ConcurrentHashMap<>();
    private long line;

    public CloudEventLines(InputStream lines, CloudEventReader reader) {
        super(lines);
        this.reader = reader;
    }

    /** One event as the daemon takes it. */
    public static Result<byte[]> event(byte[] json, CloudEventReader reader) {
        return reader.structured(json, 0, json.length).map(CloudEventLines::json);
    }

    private static byte[] json(EventDraft draft) {
        byte[] body = draft.body();
        byte[] json = new byte[body.length + 1];
        json[0] = '{';
        System.arraycopy(body, 0, json, 1, body.length);
        return json;
    }

    @Override
    void rewrite(byte[] bytes, int from, int to, ByteArrayOutputStream out) {
        line++;
        if (JsonFields.space(bytes, from, to) == to) {
            return; // an empty line is no event
        }
        Result<EventDraft> draft = reader.structured(bytes, from, to - from);
        if (draft.isOk()) {
            String json = Utf8.text(json(draft.value()));
            out.writeBytes(Utf8.bytes(json.strip()));
        } else {
            if (reasons.size() < MOST_REASONS) {
                reasons.put(line, draft.failure());
            }
            out.writeBytes(REFUSED);
        }
    }

    /** Why a line was not made into an event; empty when it was, or after a thousand. @param number from 1 on */
    public Optional<Failure> refusal(long number) {
        return Optional.ofNullable(reasons.get(number));
    }
}
