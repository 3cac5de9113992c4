package io.photon.muon.eventstore;

/**
 * The endpoints of our own. A question is a JSON object (as a stream's arguments: text), a failure's body is
 * {@code {"error","code","hint"}} with the status of the HTTP door.
 */
public final class StorePaths {

    /** A page of streams behind {@code after} with {@code prefix}: {@code {"streams":[…],"more":true}}. */
    public static final String STREAMS = "/streams";

    /** One stream by {@code stream-name}. */
    public static final String STREAM_SHOW = "/stream/show";

    /** The inferred schemas of {@code stream-name}. */
    public static final String STREAM_SCHEMA = "/stream/schema";

    /** What caused {@code order-id}, and at most {@code limit} effects of it. */
    public static final String EVENT_TRACE = "/event/trace";

    /** A page of projections behind {@code after}, without their values: {@code {"projections":[…],"more":true}}. */
    public static final String PROJECTION_LIST = "/projection/list";

    /**
     * Creates one: the fields of {@code /projections}, or {@code edn} and {@code file}; {@code replace} is true unless
     * said otherwise.
     */
    public static final String PROJECTION_CREATE = "/projection/create";

    /**
     * {@code /projection/reset}, {@code /projection/pause} and {@code /projection/resume}; this with {@code skip} goes on after
     * the event at which it has failed.
     */
    public static final String PROJECTION_CHANGE = "/projection/";

    /** {@code {"changes":[…]}}: JSON Patch operations from {@code from} to {@code to}. */
    public static final String PROJECTION_DIFF = "/projection/diff";

    /** The first event after which {@code until} holds. */
    public static final String PROJECTION_BISECT = "/projection/bisect";

    /** {@code {"position":N}} when the value covers {@code at-least}; waits at most {@link #LONGEST_WAIT_MS}. */
    public static final String PROJECTION_WAIT = "/projection/wait";

    /** The counters of {@code /api/stats}. */
    public static final String STATS = "/stats";

    /** Warnings, errors and refused logins after the entry {@code after}, the newest {@code limit} of them. */
    public static final String LOG = "/log";

    /** Who reads events: {@code limit} of them, after the id {@code after}, or those furthest from the head. */
    public static final String SUBSCRIBERS = "/subscribers";

    /** The {@code limit} streams that got most events in the last minute. */
    public static final String BUSIEST_STREAMS = "/busiest-streams";

    /**
     * A stream, cold: the value of {@code projection-name}, or its field {@code query-key}, now or after everything up to
     * {@code at}; with {@code full} the whole descriptor. In {@link ValuePieces}, so it may be of any size.
     */
    public static final String VALUE = "/value";

    /** A stream, never ending: the descriptor of {@code projection-name} as it is, then after each change. */
    public static final String UPDATES = "/updates";

    /** A stream, cold: the store is checked; progress, each damage, at last the verdict, as over HTTP. */
    public static final String VERIFY = "/verify";

    /** How long one call of {@link #PROJECTION_WAIT} waits at most: whoever wants to wait longer asks again. */
    public static final long LONGEST_WAIT_MS = 20_000;

    private StorePaths() {}
}
