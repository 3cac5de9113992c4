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
import static io.photon.question.Params.STREAM;

import io.photon.question.Question.Builder;
import io.photon.question.Question.Carriage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The table of what a Photon can be asked. The order is that in which paths are looked at: one with a free segment stands
 * after those that it would hide.
 *
 * <p>One more question is a row here, a line in the use cases of its noun in the daemon's {@code api}, and the command
 * that asks it (see CONTRIBUTING).
 */
public final class Questions {

    private static final List<Question> ROWS = new ArrayList<>();

    /** All of them, in order. */
    public static final List<Question> ALL = Collections.unmodifiableList(ROWS);

    /** How long one call of {@link #PROJECTION_WAIT} waits over Muon at most: those who wait longer ask again. */
    public static final long LONGEST_WAIT_MS = 20_000;

    // Streams of events, with endpoints of their own: they are no question of one answer.
    public static final Question EMIT = row(question("emit", UPLOAD, QUICK)
            .takes(Params.INTO)
            .at("POST", "/api/event")
            .answers("stores an event"));
    public static final Question EMIT_TO = row(question("emit-to", UPLOAD, QUICK)
            .takes(STREAM)
            .at("POST", "/api/event/:stream")
            .answers("stores an event in this stream"));
    public static final Question EMIT_MANY = row(question("emit-many", UPLOAD, QUICK)
            .takes(
                    Param.text("ack", "`summary`: one line at the end"),
                    Param.flag("atomic", "all of them or none"),
                    Params.INTO)
            .at("POST", "/api/events")
            .answers("stores many events, and answers while they come"));
    public static final Question REPLAY = row(question("replay", LINES, QUICK)
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

    public static final Question STREAMS = row(question("streams", LIST, DISK)
            .takes(Params.AFTER_NAME, Params.PREFIX, Params.MOST_STREAMS)
            .at("GET", "/api/streams")
            .call("/streams")
            .keyedBy("stream-name")
            .words("for its streams")
            .answers("the streams, by name"));
    public static final Question STREAM_SHOW = row(question("stream", OBJECT, DISK)
            .takes(STREAM)
            .at("GET", "/api/stream/:stream")
            .call("/stream/show")
            .words("for a stream")
            .answers("one stream"));
    public static final Question STREAM_DELETE = row(question("stream-delete", OBJECT, QUICK)
            .takes(STREAM, Params.DETAILED)
            .at("DELETE", "/api/stream/:stream")
            .answers("deletes a stream's events for good"));
    public static final Question STREAM_CONTENTS = row(question("stream-contents", OBJECT, DISK)
            .takes(STREAM)
            .at("GET", "/api/stream-contents/:stream")
            .words("for the first events of a stream")
            .answers("the first 50 events of a stream"));
    public static final Question EXPORT = row(question("export", Form.FILE, DISK)
            .takes(STREAM)
            .at("GET", "/export/stream/:stream")
            .words("for a stream as a file")
            .answers("a stream as a file: gzip of one EDN map a line"));
    public static final Question NEW_STREAM = row(question("new-stream", UPLOAD, DISK)
            .takes(Params.PARTIAL)
            .at("POST", "/api/new-stream")
            .words("to import a stream")
            .answers("stores the events of a file as a stream of its own"));
    public static final Question EVENT = row(question("event", OBJECT, DISK)
            .takes(STREAM, Params.ORDER_ID)
            .at("GET", "/api/event/:stream/:order-id")
            .answers("one event"));
    public static final Question TRACE = row(question("trace", OBJECT, FOLD)
            .takes(Params.TRACED, Params.MOST_EFFECTS)
            .at("GET", "/api/trace/:order-id")
            .call("/event/trace")
            .words("for causes and effects")
            .answers("what caused an event, and what it caused"));

    public static final Question BACKUP = row(question("backup", LINES, DISK)
            .takes(Params.SINCE, Params.SKIP_DAMAGED)
            .at("GET", "/api/backup")
            .answers("everything stored up to now, and a trailer"));
    public static final Question VERIFY =
            row(question("verify", LINES, FOLD).at("GET", "/api/verify").stream("/verify", Carriage.ITEMS)
                    .words("to verify itself")
                    .answers("checks the store: progress, each damage, the verdict"));
    public static final Question RESTORE = row(question("restore", UPLOAD, DISK)
            .takes(
                    Param.text("until", "an order-id or a time, inclusive"),
                    Param.flag("dry-run", "nothing is stored"),
                    Param.flag("as-new", "as new events"),
                    Param.flag("allow-incomplete", "also without a trailer, or with gaps"))
            .at("POST", "/api/restore")
            .answers("stores a backup, all or nothing"));

    public static final Question SQL =
            row(question("sql", UPLOAD, FOLD).at("POST", "/api/sql").answers("answers a query in SQL"));
    public static final Question SQL_TABLES = row(question("sql-tables", OBJECT, DISK)
            .at("GET", "/api/sql/tables")
            .answers("the tables that SQL has, with their columns"));

    public static final Question PING =
            row(question("ping", OBJECT, QUICK).at("GET", "/api/ping").answers("whether the identity is good"));
    public static final Question STATS = row(question("stats", OBJECT, DISK)
            .at("GET", "/api/stats")
            .call("/stats")
            .words("for its counters")
            .answers("counters and gauges"));
    public static final Question HEALTH =
            row(question("health", OBJECT, QUICK).at("GET", "/health").open().answers("200 when alive"));
    public static final Question READY = row(question("ready", OBJECT, QUICK)
            .takes(Params.MAX_LAG)
            .at("GET", "/ready")
            .open()
            .answers("200 when it can append, or follows; else 503"));
    public static final Question METRICS = row(question("metrics", Form.TEXT, DISK)
            .at("GET", "/metrics")
            .answers("counters and gauges for Prometheus, as text or as OpenMetrics"));
    public static final Question LOG = row(question("log", OBJECT, DISK)
            .takes(Params.AFTER_ENTRY, Params.MOST_ROWS)
            .at("GET", "/api/log")
            .call("/log")
            .words("for its log")
            .answers("the latest warnings, errors and refused logins"));
    public static final Question SETTINGS = row(question("settings", OBJECT, QUICK)
            .at("GET", "/api/settings")
            .call("/settings")
            .words("for its settings")
            .answers("all settings, each with its origin; secrets are masked"));
    public static final Question SUBSCRIBERS = row(question("subscribers", OBJECT, DISK)
            .takes(Params.AFTER_ID, Params.MOST_ROWS)
            .at("GET", "/api/subscribers")
            .call("/subscribers")
            .words("for its subscribers")
            .answers("who reads events now"));
    public static final Question BUSIEST_STREAMS = row(question("busiest-streams", OBJECT, DISK)
            .takes(Params.MOST_ROWS)
            .at("GET", "/api/busiest-streams")
            .call("/busiest-streams")
            .words("for its busiest streams")
            .answers("the streams that got most events in the last minute"));

    public static final Question APPENDS_PAUSE = row(question("appends-pause", OBJECT, QUICK)
            .takes(Params.WHY, Params.SECONDS, Params.PAUSE_NAME)
            .at("POST", "/api/appends/pause")
            .repeatable()
            .answers("refuses appends until they are resumed, and tells the head"));
    public static final Question APPENDS_RESUME = row(question("appends-resume", OBJECT, QUICK)
            .takes(Params.PAUSE_NAME)
            .at("POST", "/api/appends/resume")
            .repeatable()
            .answers("lets appends go on"));
    public static final Question FOLLOW = row(question("follow", OBJECT, DISK)
            .takes(
                    Params.AFTER_EVENT,
                    Params.STORED,
                    Params.EPOCH,
                    Params.EPOCH_NODE_ID,
                    Params.WAIT,
                    Params.NODE_ID,
                    Params.NODE,
                    Params.ADDRESS)
            .at("GET", "/api/follow")
            .words("for what is new")
            .answers("what is new above a position, for a follower"));
    public static final Question FOLLOW_CHECK = row(question("follow-check", OBJECT, DISK)
            .takes(Params.FROM_EVENT, Params.TO_EVENT)
            .at("GET", "/api/follow/check")
            .words("for a fingerprint")
            .answers("the fingerprint of a range of events"));
    public static final Question CLUSTER = row(question("cluster", OBJECT, DISK)
            .at("GET", "/api/cluster")
            .call("/cluster")
            .words("for its place among others")
            .answers("what this node is, whom it follows, and who follows it"));
    public static final Question PROMOTE = row(question("promote", OBJECT, DISK)
            .at("POST", "/api/cluster/promote")
            .call("/cluster/promote")
            .words("to become the primary")
            .answers("makes a follower the primary"));
    public static final Question STEP_DOWN = row(question("step-down", OBJECT, DISK)
            .takes(
                    Params.NEW_EPOCH,
                    Params.EPOCH_AFTER,
                    Params.EPOCH_EVENT,
                    Params.NODE_ID,
                    Params.NODE,
                    Params.ADDRESS)
            .at("POST", "/api/cluster/step-down")
            .repeatable()
            .words("to step down")
            .answers("tells a node that another is the primary"));

    public static final Question PROJECTION_KEYS = row(question("projection-keys", LIST, QUICK)
            .at("GET", "/api/projection-keys")
            .answers("the names of all projections"));
    public static final Question PROJECTIONS = row(question("projections", LIST, DISK)
            .takesElsewhere(Params.AFTER_NAME)
            .at("GET", "/api/projections")
            .call("/projection/list")
            .keyedBy("projection-name")
            .words("for its projections")
            .answers("all projections, without their values"));
    public static final Question PROJECTION_CREATE = row(question("projection-create", UPLOAD, DISK)
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
            row(question("projection", OBJECT, DISK).takes(PROJECTION).at("GET", "/api/projection/:name").stream(
                            "/value", Carriage.PIECES)
                    .with("full", "true")
                    .words("for a projection")
                    .answers("everything about a projection, its value included"));
    public static final Question PROJECTION_DELETE = row(question("projection-delete", OBJECT, DISK)
            .takes(PROJECTION, Params.DETAILED)
            .at("DELETE", "/api/projection/:name")
            .answers("deletes a projection"));
    public static final Question PROJECTION_VALUE = row(question("projection-value", OBJECT, FOLD)
            .takes(PROJECTION, Params.KEY, Params.AT)
            .at("GET", "/api/projection/:name/value")
            .stream("/value", Carriage.PIECES)
            .words("for a value at a past position")
            .answers("the value of a projection, now or then"));
    public static final Question PROJECTION_DIFF = row(question("projection-diff", OBJECT, FOLD)
            .takes(PROJECTION, Params.FROM, Params.TO)
            .at("GET", "/api/projection/:name/diff")
            .call("/projection/diff")
            .wrappedAs("changes")
            .words("how a value has changed")
            .answers("how the value differs between two positions: a JSON Patch"));
    public static final Question PROJECTION_BISECT = row(question("projection-bisect", OBJECT, FOLD)
            .takes(PROJECTION, Params.UNTIL)
            .at("GET", "/api/projection/:name/bisect")
            .call("/projection/bisect")
            .words("when a condition on a value began to hold")
            .answers("the first event after which a condition on the value holds"));
    public static final Question PROJECTION_UPDATES = row(
            question("projection-updates", LINES, DISK)
                    .takes(PROJECTION)
                    .at("GET", "/api/projection/:name/updates")
                    .stream("/updates", Carriage.ITEMS)
                    .live()
                    .words("for updates of a projection")
                    .answers("the state of a projection now, then after each change"));
    public static final Question PROJECTION_WAIT = row(question("projection-wait", OBJECT, DISK)
            .takes(PROJECTION, Params.AT_LEAST, Params.TIMEOUT)
            .at("GET", "/api/projection/:name/wait")
            .call("/projection/wait")
            .words("to wait for a projection")
            .answers("the position, once the value covers a position"));
    public static final Question PROJECTION_FIELD = row(question("projection-field", OBJECT, DISK)
            .takes(PROJECTION, Params.FIELD)
            .at("GET", "/api/projection/:name/:key")
            .answers("one field of the descriptor, else of the value"));
    public static final Question PROJECTION_RESET = row(change("reset").answers("makes a projection start over"));
    public static final Question PROJECTION_PAUSE =
            row(change("pause").answers("stops a projection until it is resumed"));
    public static final Question PROJECTION_RESUME =
            row(change("resume").takes(Params.SKIP).answers("makes a projection go on"));
    public static final Question STREAM_SCHEMA = row(question("schema", OBJECT, FOLD)
            .takes(STREAM)
            .at("GET", "/api/schema/:stream")
            .call("/stream/schema")
            .words("for the schemas of a stream")
            .answers("the inferred schemas of a stream"));

    // Who asks. What needs a cookie or a password has an endpoint of its own.
    public static final Question LOGIN =
            row(question("login", OBJECT, QUICK).at("GET", "/auth/login").answers("begins a session of the caller"));
    public static final Question LOGIN_BY_FORM = row(question("login-by-form", UPLOAD, QUICK)
            .takesElsewhere(Params.USERNAME, Params.PASSWORD)
            .at("POST", "/auth/login")
            .open()
            .answers("begins a session with a name and a password"));
    public static final Question LOGOUT = row(
            question("logout", OBJECT, QUICK).at("GET", "/auth/logout").open().answers("ends the session"));
    public static final Question SESSION = row(
            question("session", OBJECT, QUICK).at("GET", "/auth/session").open().answers("who is logged in"));
    public static final Question TOKEN = row(question("token", OBJECT, DISK)
            .at("GET", "/auth/token")
            .answers("hands out tokens to a caller who has logged in"));
    public static final Question TOKEN_CREATE = row(question("token-create", UPLOAD, DISK)
            .takesElsewhere(Params.LABEL, Params.LIFE, Params.ROLES, Params.OF_STREAMS, Params.USERNAME)
            .at("POST", "/auth/token")
            .answers("hands out a token with a name"));
    public static final Question TOKEN_REFRESH = row(question("token-refresh", UPLOAD, DISK)
            .takesElsewhere(Params.REFRESH_TOKEN)
            .at("POST", "/auth/refresh")
            .open()
            .answers("hands out new tokens for a refresh token"));
    public static final Question TOKENS = row(question("tokens", LIST, QUICK)
            .takes(Params.USERNAME)
            .at("GET", "/auth/tokens")
            .answers("the tokens that have a name"));
    public static final Question TOKENS_REVOKE = row(question("tokens-revoke", UPLOAD, DISK)
            .takesElsewhere(Params.SHOWN_TOKEN, Params.USERNAME)
            .at("POST", "/auth/revoke")
            .answers("ends a token that is shown, or all tokens and sessions of a user"));
    public static final Question TOKEN_SHOW = row(question("token-show", OBJECT, QUICK)
            .takes(Params.TOKEN_ID)
            .at("GET", "/auth/token/:id")
            .answers("one token that has a name"));
    public static final Question TOKEN_REVOKE = row(question("token-revoke", OBJECT, DISK)
            .takes(Params.TOKEN_ID)
            .at("DELETE", "/auth/token/:id")
            .answers("ends a token that has a name"));
    public static final Question APP_CREATE = row(question("app-create", UPLOAD, DISK)
            .takesElsewhere(
                    Params.LABEL, Params.DESCRIPTION, Params.WEBSITE, Params.ROLES, Params.OF_STREAMS, Params.USERNAME)
            .at("POST", "/auth/app")
            .answers("creates an application, and shows its secret once"));
    public static final Question APPS = row(question("apps", LIST, QUICK)
            .takes(Params.USERNAME)
            .at("GET", "/auth/apps")
            .answers("the applications"));
    public static final Question APP_SHOW = row(question("app", OBJECT, QUICK)
            .takes(Params.CLIENT_ID)
            .at("GET", "/auth/app/:client-id")
            .answers("one application"));
    public static final Question APP_ROTATE = row(question("app-rotate", OBJECT, DISK)
            .takes(Params.CLIENT_ID)
            .at("POST", "/auth/app/:client-id/rotate")
            .answers("gives an application another secret, and shows it once"));
    public static final Question APP_DELETE = row(question("app-delete", OBJECT, DISK)
            .takes(Params.CLIENT_ID)
            .at("DELETE", "/auth/app/:client-id")
            .answers("deletes an application"));
    public static final Question HOOK_DELIVER = row(question("hook-deliver", UPLOAD, QUICK)
            .takes(Params.HOOK)
            .at("POST", "/hooks/:hook")
            .open()
            .answers("stores what a sender delivers, signed with the secret of the hook"));
    public static final Question HOOKS =
            row(question("hooks", LIST, QUICK).at("GET", "/api/hooks").answers("the hooks, and what came to them"));
    public static final Question HOOK_CREATE = row(question("hook-create", UPLOAD, DISK)
            .takesElsewhere(
                    Params.HOOK,
                    Params.HOOK_STREAM,
                    Params.SCHEME,
                    Params.HOOK_SECRET,
                    Params.SIGNATURE_HEADER,
                    Params.SIGNATURE_PREFIX,
                    Params.ALGORITHM,
                    Params.ENCODING,
                    Params.TOLERANCE,
                    Params.TYPE_FROM,
                    Params.EVENT_TYPE,
                    Params.ID_FROM)
            .at("POST", "/api/hook")
            .answers("creates a hook, and shows its secret once"));
    public static final Question HOOK_SHOW = row(question("hook", OBJECT, QUICK)
            .takes(Params.HOOK)
            .at("GET", "/api/hook/:hook")
            .answers("one hook"));
    public static final Question HOOK_ROTATE = row(question("hook-rotate", UPLOAD, DISK)
            .takes(Params.HOOK)
            .takesElsewhere(Params.HOOK_SECRET, Params.GRACE)
            .at("POST", "/api/hook/:hook/rotate")
            .answers("gives a hook another secret, and shows it once"));
    public static final Question HOOK_TEST = row(question("hook-test", UPLOAD, QUICK)
            .takes(Params.HOOK)
            .takesElsewhere(Params.HOOK_PAYLOAD)
            .at("POST", "/api/hook/:hook/test")
            .answers("signs a delivery, checks it, and answers the event that it would be: nothing is stored"));
    public static final Question HOOK_DELETE = row(question("hook-delete", OBJECT, DISK)
            .takes(Params.HOOK)
            .at("DELETE", "/api/hook/:hook")
            .answers("deletes a hook"));
    public static final Question WHO_AM_I = row(question("whoami", OBJECT, QUICK)
            .at("GET", "/api/whoami")
            .call("/whoami")
            .words("who you are")
            .answers("who the caller is, and what they may do"));
    public static final Question USERS = row(question("users", LIST, QUICK)
            .takesElsewhere(Params.AFTER_NAME)
            .at("GET", "/api/users")
            .call("/users")
            .keyedBy("username")
            .words("for its users")
            .answers("the users besides the administrator"));
    public static final Question USER_SHOW = row(question("user", OBJECT, QUICK)
            .takes(Params.USER)
            .at("GET", "/api/user/:username")
            .call("/user/show")
            .words("for a user")
            .answers("one user with what is granted"));
    public static final Question USER_CREATE = row(question("user-create", UPLOAD, QUICK)
            .takesElsewhere(Params.USER, Params.FIRST_PASSWORD)
            .at("POST", "/api/user")
            .call("/user/create")
            .words("to create a user")
            .answers("creates a user, who may do nothing yet"));
    public static final Question USER_PASSWORD = row(question("user-password", UPLOAD, QUICK)
            .takes(Params.USER)
            .takesElsewhere(Params.NEW_PASSWORD, Params.PRESENT_PASSWORD)
            .at("POST", "/api/user/:username/password")
            .call("/user/password")
            .words("to set a password")
            .answers("sets the password of a user; one's own with the present one"));
    public static final Question USER_DISABLE = row(user("disable").answers("no longer lets a user in"));
    public static final Question USER_ENABLE = row(user("enable").answers("lets a user in again"));
    public static final Question USER_DELETE = row(question("user-delete", OBJECT, QUICK)
            .takes(Params.USER)
            .at("DELETE", "/api/user/:username")
            .call("/user/delete")
            .words("to delete a user")
            .answers("deletes a user with all grants"));
    public static final Question GRANTS = row(question("grants", LIST, QUICK)
            .takes(Params.OF_USER)
            .takesElsewhere(Params.AFTER_NAME)
            .at("GET", "/api/grants")
            .call("/grants")
            .keyedBy("grant-id")
            .words("for its grants")
            .answers("what is granted to whom"));
    public static final Question GRANT_ADD = row(question("grant-add", UPLOAD, QUICK)
            .takesElsewhere(Params.USER, Params.GRANTED_ROLES, Params.GRANTED_STREAMS, Params.GRANTED_UNTIL)
            .at("POST", "/api/grant")
            .call("/grant/add")
            .words("to grant something")
            .answers("grants a user what may be done with some streams"));
    public static final Question GRANT_REVOKE = row(question("grant-revoke", OBJECT, QUICK)
            .takes(Params.USER, Params.GRANT_ID)
            .at("DELETE", "/api/grant/:username/:grant-id")
            .call("/grant/revoke")
            .words("to revoke a grant")
            .answers("takes a grant back"));

    private Questions() {}

    private static Builder question(String name, Form form, Cost cost) {
        return Question.named(name, form, cost);
    }

    private static Builder change(String verb) {
        return question("projection-" + verb, OBJECT, DISK)
                .takes(PROJECTION)
                .at("POST", "/api/projection/:name/" + verb)
                .call("/projection/" + verb)
                .repeatable()
                .words("to " + verb + " a projection");
    }

    private static Builder user(String verb) {
        return question("user-" + verb, OBJECT, QUICK)
                .takes(Params.USER)
                .at("POST", "/api/user/:username/" + verb)
                .call("/user/" + verb)
                .words("to " + verb + " a user");
    }

    private static Question row(Question question) {
        ROWS.add(question);
        return question;
    }
}
