// SPDX-License-Identifier: Apache-2.0
package io.photon.question;

import static io.photon.question.Cost.DISK;
import static io.photon.question.Cost.FOLD;
import static io.photon.question.Cost.QUICK;
import static io.photon.question.Form.LINES;
import static io.photon.question.Form.OBJECT;
import static io.photon.question.Form.UPLOAD;
import static io.photon.question.Params.STREAM;
import static io.photon.question.Question.question;

/**
 * Emitting, replaying, and single events. The first four are streams of events with endpoints of their own: one answer is not
 * enough for them.
 */
public final class EventQuestions {

    /** In the order in which paths are looked at. */
    static final Rows ROWS = new Rows();

    public static final Question EMIT = ROWS.add(question("emit", UPLOAD, QUICK)
            .takes(Params.INTO)
            .at("POST", "/api/event")
            .answers("stores an event"));
    public static final Question EMIT_TO = ROWS.add(question("emit-to", UPLOAD, QUICK)
            .takes(STREAM)
            .at("POST", "/api/event/:stream")
            .answers("stores an event in this stream"));
    public static final Question EMIT_MANY = ROWS.add(question("emit-many", UPLOAD, QUICK)
            .takes(
                    Param.text("ack", "`summary`: one line at the end"),
                    Param.flag("atomic", "all of them or none"),
                    Params.INTO)
            .at("POST", "/api/events")
            .answers("stores many events, and answers while they come"));
    public static final Question REPLAY = ROWS.add(question("replay", LINES, QUICK)
            .takes(
                    STREAM,
                    Param.text("type", "`hot-cold`, `cold` or `hot`"),
                    Params.SINCE,
                    Params.UP_TO,
                    Param.text("limit", "at most this many events"),
                    Param.text("event-type", "a type, or a glob"),
                    Param.text("where", "a predicate"),
                    Param.text("direction", "`backwards`: newest first"),
                    Param.text("heartbeat", "`empty` or `position`"),
                    Params.SKIP_DAMAGED,
                    Params.EXACT)
            .at("GET", "/api/replay/:stream")
            .live()
            .answers("plays events"));
    public static final Question EVENT = ROWS.add(question("event", OBJECT, DISK)
            .takes(STREAM, Params.ORDER_ID)
            .at("GET", "/api/event/:stream/:order-id")
            .answers("one event"));
    public static final Question TRACE = ROWS.add(question("trace", OBJECT, FOLD)
            .takes(Params.TRACED, Params.MOST_EFFECTS)
            .at("GET", "/api/trace/:order-id")
            .call("/event/trace")
            .words("for causes and effects")
            .answers("what caused an event, and what it caused"));

    private EventQuestions() {}
}
