// SPDX-License-Identifier: Apache-2.0
package io.photon.door.http.endpoint;

import io.photon.api.Answer;
import io.photon.door.http.wire.call.Call;
import io.photon.door.http.wire.call.ResponseStream;
import io.photon.text.Utf8;
import io.undertow.util.Headers;

/** Lines that are told while work is done, which does not wait for its reader: what a slow client does not take waits. */
final class ToldLines implements ResponseStream.Listener {

    private final Call call;
    private final ResponseStream out;

    ToldLines(Call call) {
        this.call = call;
        this.out = new ResponseStream(call, this);
    }

    /** Does the work, on this thread. */
    void run(Answer.Work work) {
        boolean begun = false;
        try {
            call.onIo(() -> call.exchange().getResponseHeaders().put(Headers.CONTENT_TYPE, Call.NDJSON));
            begun = true;
        } finally {
            if (!begun) {
                work.drop();
            }
        }
        work.run(out::isEmpty, this::tell);
        out.end();
    }

    private void tell(String json) {
        byte[] line = Utf8.bytes(json + "\n");
        out.put(line, 0, line.length);
    }

    @Override
    public void roomAgain() {
        // The work does not wait for its reader.
    }

    @Override
    public void broken() {
        // No one reads; it still ends by itself.
    }

    @Override
    public void finished() {
        // Said everything.
    }
}
