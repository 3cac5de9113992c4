// SPDX-License-Identifier: Apache-2.0
package io.photon.question;

/** The parameters of the questions. */
public final class Params {

    private static final String NOT_A_NUMBER = "'%s' is not a number";
    private static final String TRACING = "ask for /api/trace/ORDER-ID?limit=N";

    public static final Param<String> STREAM =
            Param.text("stream", ParamDocs.STREAM).overMuon("stream-name").required();
    public static final Param<String> INTO =
            Param.text("stream", "the stream of what does not name one, as in /api/event/STREAM");
    public static final Param<String> PROJECTION =
            Param.text("name", ParamDocs.PROJECTION).overMuon("projection-name").required();
    public static final Param<Long> ORDER_ID = Param.number("order-id", ParamDocs.ORDER_ID)
            .inUrl("'%s' is not an order-id", "an order-id is a number")
            .required();
    public static final Param<Long> TRACED = Param.number("order-id", "the event's position")
            .inUrl(NOT_A_NUMBER, TRACING)
            .required();
    public static final Param<Long> MOST_EFFECTS =
            Param.number("limit", "at most this many effects", 9).inUrl(NOT_A_NUMBER, TRACING);

    public static final Param<String> AFTER_NAME = Param.text("after", ParamDocs.AFTER_NAME);
    public static final Param<String> PREFIX = Param.text("prefix", ParamDocs.PREFIX);
    public static final Param<Long> MOST_STREAMS =
            Param.number("limit", "at most this many streams").inUrl("limit is '%s'", "give a number of streams");

    public static final Param<Long> AFTER_ENTRY = Param.number("after", "only entries after the one of this number");
    public static final Param<Long> AFTER_ID = Param.number("after", "in the order of their ids, those after this one");
    public static final Param<Long> MOST_ROWS = Param.number("limit", "at most this many");

    public static final Param<Long> AFTER_EVENT =
            Param.number("after", "only events above this order-id").required();
    public static final Param<Long> STORED =
            Param.number("stored", "the follower has forced events to its disk up to this order-id");
    public static final Param<Long> EPOCH = Param.number("epoch", "the highest epoch that the follower knows");
    public static final Param<String> EPOCH_NODE_ID =
            Param.text("epoch-node-id", "the id of the node on which that began");
    public static final Param<Long> WAIT =
            Param.number("wait", "how long to wait for events when there are none, in ms", 5);
    public static final Param<String> NODE = Param.text("node", "the name of the node");
    public static final Param<String> NODE_ID =
            Param.text("node-id", "the id of the node").required();
    public static final Param<String> ADDRESS = Param.text("address", "where the node is reached");
    public static final Param<Long> FROM_EVENT =
            Param.number("from", "an order-id, exclusive").required();
    public static final Param<Long> TO_EVENT =
            Param.number("to", "an order-id, inclusive").required();
    public static final Param<Long> NEW_EPOCH =
            Param.number("epoch", "the epoch that has begun").required();
    public static final Param<Long> EPOCH_AFTER =
            Param.number("after", "the head of the new primary when it began").required();
    public static final Param<Long> EPOCH_EVENT = Param.number("order-id", "of the event that began it");
    public static final Param<String> MAX_LAG =
            Param.text("max-lag", "503 for a follower that may have lacked something for longer, e.g. `5s` or `500ms`");

    public static final Param<String> KEY = Param.text("key", ParamDocs.KEY).overMuon("query-key");
    public static final Param<String> FIELD = Param.text("key", "a field of the descriptor or of the value")
            .overMuon("query-key")
            .required();
    public static final Param<String> AT = Param.text("at", "an order-id or a time");
    public static final Param<String> FROM =
            Param.text("from", "an order-id or a time").required();
    public static final Param<String> TO =
            Param.text("to", "an order-id or a time").required();
    public static final Param<String> UNTIL =
            Param.text("until", "a condition in jq").required();

    private static final String WAITING = "give at-least=ORDER-ID, and a timeout in ms";
    public static final Param<String> AT_LEAST =
            Param.text("at-least", "an order-id or a time").required().missing(WAITING);
    public static final Param<Long> TIMEOUT =
            Param.number("timeout", "how long to wait, in ms", 9).inUrl("timeout is '%s'", WAITING);

    public static final Param<String> LANGUAGE = Param.text("language", "the language of its reduction");
    public static final Param<String> REDUCTION = Param.text("reduction", "its reduction");
    public static final Param<String> INITIAL = Param.text("initial-value", "its first value");
    public static final Param<String> OF_STREAM =
            Param.text("stream", "the stream that it folds, or a glob").overMuon("stream-name");
    public static final Param<String> NEW_NAME =
            Param.text("name", "the projection's name").overMuon("projection-name");
    public static final Param<Boolean> EXACT = Param.flag("exact", "the stream's name is not a glob");
    public static final Param<String> EDN = Param.text("edn", "all of it as the text of an EDN file");
    public static final Param<String> FILE = Param.text("file", "the name of the EDN file, for messages");
    public static final Param<Boolean> REPLACE =
            Param.flag("replace", "whether one of that name is replaced (it is unless you say no)");
    public static final Param<Boolean> DRY_RUN =
            Param.flag("dry-run", "create nothing: fold the newest events, and answer what comes of it");
    public static final Param<Long> NEWEST = Param.number("events", "how many events a dry run folds (1000)", 6)
            .inUrl("events is '%s'", "give a number of events up to 100000");
    public static final Param<Boolean> FORCE =
            Param.flag("force", "also when it knows that it lacks events, or cannot know whether it does");
    public static final Param<Boolean> SKIP = Param.flag("skip", "go on after the event at which it has failed");
    public static final Param<Boolean> DETAILED = Param.flag("detailed", "say so when there was nothing to delete");

    public static final Param<String> SINCE = Param.text("from", "an order-id or a time, inclusive");
    public static final Param<String> UP_TO = Param.text("to", "an order-id or a time, inclusive");
    public static final Param<Boolean> PARTIAL = Param.flag("partial", ParamDocs.PARTIAL);
    public static final Param<Boolean> SKIP_DAMAGED = Param.flag("skip-damaged", "go on after damaged places");

    public static final Param<String> USERNAME = Param.text("username", "of this user instead of the caller's own");
    public static final Param<String> PASSWORD = Param.text("password", "the user's password");
    public static final Param<String> LABEL =
            Param.text("name", ParamDocs.LABEL).required().missing("give it a name, by which you know it again");
    public static final Param<Long> LIFE = Param.number("life", "how long it is good, in seconds", 10);
    public static final Param<String> ROLES =
            Param.text("roles", "what it may do at most, comma-separated; all that its user may without it");
    public static final Param<String> OF_STREAMS = Param.text("streams", "a stream or a glob: only these");
    public static final Param<String> TOKEN_ID =
            Param.text("id", "the token's id").required();
    public static final Param<String> SHOWN_TOKEN = Param.text("token", "the token itself");
    public static final Param<String> REFRESH_TOKEN =
            Param.text("refreshToken", "the refresh token, which is used up").required();
    public static final Param<String> CLIENT_ID =
            Param.text("client-id", "the application's id").required();
    public static final Param<String> DESCRIPTION = Param.text("description", ParamDocs.DESCRIPTION);
    public static final Param<String> WEBSITE = Param.text("website", ParamDocs.WEBSITE);
    public static final Param<String> USER =
            Param.text("username", ParamDocs.USER).required();
    public static final Param<String> OF_USER = Param.text("username", "of this user only");
    public static final Param<String> FIRST_PASSWORD =
            Param.text("password", "with which the user logs in; without it by tokens and applications only");
    public static final Param<String> NEW_PASSWORD =
            Param.text("password", "the new password").required();
    public static final Param<String> PRESENT_PASSWORD =
            Param.text("present-password", "the present password: for one's own");
    public static final Param<String> GRANTED_ROLES = Param.text(
                    "roles",
                    "what may be done, comma-separated: emit, replay, projections, delete, or reader, writer, operator, admin")
            .required();
    public static final Param<String> GRANTED_STREAMS = Param.text("streams", "a stream or a glob, `**` for all");
    public static final Param<String> GRANTED_UNTIL = Param.text("until", "when it ends; without it never");
    public static final Param<String> GRANT_ID =
            Param.text("grant-id", "which grant").required();

    public static final Param<String> HOOK =
            Param.text("hook", "the hook's name").required();
    public static final Param<String> HOOK_STREAM =
            Param.text("stream", ParamDocs.HOOK_STREAM).required();
    public static final Param<String> SCHEME =
            Param.text("scheme", ParamDocs.SCHEME).required();
    public static final Param<String> SIGNATURE_HEADER =
            Param.text("signature-header", "the header that holds the signature: for the scheme header");
    public static final Param<String> SIGNATURE_PREFIX =
            Param.text("prefix", "what stands before the signature, such as sha256=");
    public static final Param<String> ALGORITHM = Param.text("algorithm", "sha256 (the default) or sha512");
    public static final Param<String> ENCODING =
            Param.text("encoding", "of the signature: hex (the default) or base64");
    public static final Param<Long> TOLERANCE =
            Param.number("tolerance", "how far the time of a signature may be from now, in seconds (300)", 6);
    public static final Param<String> TYPE_FROM = Param.text("type-from", ParamDocs.TYPE_FROM);
    public static final Param<String> EVENT_TYPE =
            Param.text("event-type", "the event-type where nothing stands there (webhook)");
    public static final Param<String> ID_FROM = Param.text("id-from", ParamDocs.ID_FROM);
    public static final Param<Long> MAX_BODY = Param.number("max-body", ParamDocs.MAX_BODY, 9);
    public static final Param<Long> HOOK_LIMIT = MAX_BODY.required();
    public static final Param<String> HOOK_SECRET =
            Param.text("secret", "the secret that the sender signs with; a random one without it");
    public static final Param<Long> GRACE =
            Param.number("grace", "how long the secret before is still good, in seconds (86400)", 7);
    public static final Param<String> HOOK_PAYLOAD =
            Param.text("payload", "the JSON to deliver, as a text; one that fits without it");
    public static final Param<String> WHY = Param.text("why", "what those are told whose appends are refused");
    public static final Param<String> PAUSE_NAME =
            Param.text("name", "which pause, where several may ask; on resume without it all");
    public static final Param<Long> SECONDS = Param.number(
                    "seconds", "after which it ends by itself; without it never", 6)
            .inUrl("seconds is '%s'", "give a number of seconds");

    private Params() {}
}
