// SPDX-License-Identifier: Apache-2.0
package io.photon.question;

import static io.photon.question.Cost.DISK;
import static io.photon.question.Cost.FOLD;
import static io.photon.question.Cost.QUICK;
import static io.photon.question.Form.LIST;
import static io.photon.question.Form.OBJECT;
import static io.photon.question.Form.UPLOAD;
import static io.photon.question.Params.STREAM;
import static io.photon.question.Question.question;

/** Streams as a whole. */
public final class StreamQuestions {

    /** In the order in which paths are looked at. */
    static final Rows ROWS = new Rows();

    public static final Question STREAMS = ROWS.add(question("streams", LIST, DISK)
            .takes(Params.AFTER_NAME, Params.PREFIX, Params.MOST_STREAMS)
            .at("GET", "/api/streams")
            .call("/streams")
            .keyedBy("stream-name")
            .words("for its streams")
            .answers("the streams, by name"));
    public static final Question STREAM_SHOW = ROWS.add(question("stream", OBJECT, DISK)
            .takes(STREAM)
            .at("GET", "/api/stream/:stream")
            .call("/stream/show")
            .words("for a stream")
            .answers("one stream"));
    public static final Question STREAM_DELETE = ROWS.add(question("stream-delete", OBJECT, QUICK)
            .takes(STREAM, Params.DETAILED)
            .at("DELETE", "/api/stream/:stream")
            .answers("deletes a stream's events for good"));
    public static final Question STREAM_CONTENTS = ROWS.add(question("stream-contents", OBJECT, DISK)
            .takes(STREAM)
            .at("GET", "/api/stream-contents/:stream")
            .words("for the first events of a stream")
            .answers("the first 50 events of a stream"));
    public static final Question EXPORT = ROWS.add(question("export", Form.FILE, DISK)
            .takes(STREAM)
            .at("GET", "/export/stream/:stream")
            .words("for a stream as a file")
            .answers("a stream as a file: gzip of one EDN map a line"));
    public static final Question NEW_STREAM = ROWS.add(question("new-stream", UPLOAD, DISK)
            .takes(Params.PARTIAL)
            .at("POST", "/api/new-stream")
            .words("to import a stream")
            .answers("stores the events of a file as a stream of its own"));
    public static final Question STREAM_SCHEMA = ROWS.add(question("schema", OBJECT, FOLD)
            .takes(STREAM)
            .at("GET", "/api/schema/:stream")
            .call("/stream/schema")
            .words("for the schemas of a stream")
            .answers("the inferred schemas of a stream"));

    private StreamQuestions() {}
}
