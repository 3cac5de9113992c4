// SPDX-License-Identifier: Apache-2.0
package io.photon.door.http.wire.answer;

import io.photon.door.http.wire.call.Call;
import io.photon.door.http.wire.call.ContentTypes;
import io.photon.door.http.wire.call.ResponseStream;
import io.undertow.util.HttpString;
import java.util.List;

/** What a request would rather have, in its header {@code Prefer} (RFC 7240). */
public final class Preference {

    public static final HttpString HEADER = new HttpString("Prefer");

    /** A failed answer ends as others do: whether its last line is a failure, the client looks itself. */
    private static final String PROPER_END = "proper-end";

    /** In these a last line cannot be taken for something else. */
    private static final List<String> LINES = List.of(Call.NDJSON, ContentTypes.SERVER_SENT_EVENTS);

    private Preference() {}

    /**
     * Ends an answer that told its failure last: by a cut, so that no one takes it for the end, or properly. A browser that hears
     * of a cut forgets what came before and was not read yet, so the reason would be lost.
     *
     * @param contentType of the answer
     */
    static void endFailed(ResponseStream out, Call call, String contentType) {
        if (LINES.contains(contentType) && wants(call, PROPER_END)) {
            out.end();
        } else {
            out.cut();
        }
    }

    /** Whether a preference is named, with parameters or without. */
    static boolean wants(Call call, String preference) {
        return call.lists(HEADER, preference);
    }
}
