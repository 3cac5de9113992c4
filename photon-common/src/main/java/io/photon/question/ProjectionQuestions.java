// SPDX-License-Identifier: Apache-2.0
package io.photon.question;

import static io.photon.question.Cost.DISK;
import static io.photon.question.Cost.FOLD;
import static io.photon.question.Cost.QUICK;
import static io.photon.question.Form.LINES;
import static io.photon.question.Form.LIST;
import static io.photon.question.Form.OBJECT;
import static io.photon.question.Form.UPLOAD;
import static io.photon.question.Params.PROJECTION;
import static io.photon.question.Question.question;

import io.photon.question.Question.Builder;
import io.photon.question.Question.Carriage;

/** Projections and their values. */
public final class ProjectionQuestions {

    /** In the order in which paths are looked at. */
    static final Rows ROWS = new Rows();

    /** How long one call of {@link #PROJECTION_WAIT} waits over Muon at most, ms: those who wait longer ask again. */
    public static final long LONGEST_WAIT_MS = 20_000;

    public static final Question PROJECTION_KEYS = ROWS.add(question("projection-keys", LIST, QUICK)
            .at("GET", "/api/projection-keys")
            .answers("the names of all projections"));
    public static final Question PROJECTIONS = ROWS.add(question("projections", LIST, DISK)
            .takesElsewhere(Params.AFTER_NAME)
            .at("GET", "/api/projections")
            .call("/projection/list")
            .keyedBy("projection-name")
            .words("for its projections")
            .answers("all projections, without their values"));
    public static final Question PROJECTION_CREATE = ROWS.add(question("projection-create", UPLOAD, DISK)
            .takes(Params.REPLACE, Params.FILE, Params.DRY_RUN, Params.NEWEST)
            .takesElsewhere(
                    Params.NEW_NAME,
                    Params.OF_STREAM,
                    Params.EXACT,
                    Params.LANGUAGE,
                    Params.REDUCTION,
                    Params.INITIAL,
                    Params.EDN)
            .at("POST", "/api/projection")
            .call("/projection/create")
            .words("to create a projection from an EDN file")
            .answers("creates a projection, or replaces it"));
    public static final Question PROJECTION_SHOW =
            ROWS.add(question("projection", OBJECT, DISK).takes(PROJECTION).at("GET", "/api/projection/:name").stream(
                            "/value", Carriage.PIECES)
                    .with("full", "true")
                    .words("for a projection")
                    .answers("everything about a projection, its value included"));
    public static final Question PROJECTION_DELETE = ROWS.add(question("projection-delete", OBJECT, DISK)
            .takes(PROJECTION, Params.DETAILED)
            .at("DELETE", "/api/projection/:name")
            .answers("deletes a projection"));
    public static final Question PROJECTION_VALUE = ROWS.add(question("projection-value", OBJECT, FOLD)
            .takes(PROJECTION, Params.KEY, Params.AT)
            .at("GET", "/api/projection/:name/value")
            .stream("/value", Carriage.PIECES)
            .words("for a value at a past position")
            .answers("the value of a projection, now or then"));
    public static final Question PROJECTION_DIFF = ROWS.add(question("projection-diff", OBJECT, FOLD)
            .takes(PROJECTION, Params.FROM, Params.TO)
            .at("GET", "/api/projection/:name/diff")
            .call("/projection/diff")
            .wrappedAs("changes")
            .words("how a value has changed")
            .answers("how the value differs between two positions: a JSON Patch"));
    public static final Question PROJECTION_BISECT = ROWS.add(question("projection-bisect", OBJECT, FOLD)
            .takes(PROJECTION, Params.UNTIL)
            .at("GET", "/api/projection/:name/bisect")
            .call("/projection/bisect")
            .words("when a condition on a value began to hold")
            .answers("the first event after which a condition on the value holds"));
    public static final Question PROJECTION_UPDATES = ROWS.add(
            question("projection-updates", LINES, DISK)
                    .takes(PROJECTION)
                    .at("GET", "/api/projection/:name/updates")
                    .stream("/updates", Carriage.ITEMS)
                    .live()
                    .words("for updates of a projection")
                    .answers("the state of a projection now, then after each change"));
    public static final Question PROJECTION_WAIT = ROWS.add(question("projection-wait", OBJECT, DISK)
            .takes(PROJECTION, Params.AT_LEAST, Params.TIMEOUT)
            .at("GET", "/api/projection/:name/wait")
            .call("/projection/wait")
            .words("to wait for a projection")
            .answers("the position, once the value covers a position"));
    public static final Question PROJECTION_FIELD = ROWS.add(question("projection-field", OBJECT, DISK)
            .takes(PROJECTION, Params.FIELD)
            .at("GET", "/api/projection/:name/:key")
            .answers("one field of the descriptor, else of the value"));
    public static final Question PROJECTION_RESET = ROWS.add(change("reset").answers("makes a projection start over"));
    public static final Question PROJECTION_PAUSE =
            ROWS.add(change("pause").answers("stops a projection until it is resumed"));
    public static final Question PROJECTION_RESUME =
            ROWS.add(change("resume").takes(Params.SKIP).answers("makes a projection go on"));

    private ProjectionQuestions() {}

    private static Builder change(String verb) {
        return question("projection-" + verb, OBJECT, DISK)
                .takes(PROJECTION)
                .at("POST", "/api/projection/:name/" + verb)
                .call("/projection/" + verb)
                .repeatable()
                .words("to " + verb + " a projection");
    }
}
