// SPDX-License-Identifier: Apache-2.0
package io.photon.muon.wire;

/** The names of protocols and steps as they stand on the wire (docs/muon-protocol 5 to 9 and 11). */
public final class Steps {

    public static final String RPC = "rpc";
    public static final String EVENT = "event";
    public static final String STREAM = "reactive-stream";
    public static final String INTROSPECT = "introspect";

    /** 5.1: a sign of life, not for any protocol. */
    public static final String KEEP_ALIVE = "keep-alive";

    /** 11: the other side lets go. */
    public static final String CHANNEL_SHUTDOWN = "ChannelShutdown";

    /** 3.8: the other side was silent for too long. */
    public static final String CHANNEL_FAILURE = "ChannelFailure";

    /** 11.2. */
    public static final String PROTOCOL_NOT_FOUND = "ProtocolNotFound";

    /** 11.3, made by clients for themselves. */
    public static final String SERVICE_NOT_FOUND = "ServiceNotFound";

    /** 6.1. */
    public static final String REQUEST_MADE = "request.made";

    public static final String REQUEST_RESPONSE = "request.response";
    public static final String REQUEST_FAILED = "request.failed";

    /** 7.1. */
    public static final String SUBSCRIPTION_REQUESTED = "SubscriptionRequested";

    public static final String SUB_ACK = "SubAck";
    public static final String SUB_NACK = "SubNack";
    public static final String DATA_REQUESTED = "DataRequested";
    public static final String DATA = "Data";
    public static final String COMPLETED = "Completed";
    public static final String ERRORED = "Errored";
    public static final String CANCELLED = "Cancelled";
    public static final String PROTOCOL_FAILURE = "ProtocolFailure";

    /** 8.1. */
    public static final String EVENT_EMITTED = "EventEmitted";

    public static final String EVENT_PROCESSED = "EventProcessed";

    /** 9.1. */
    public static final String INTROSPECTION_REQUESTED = "introspectionRequested";

    public static final String SCHEMA_INTROSPECTION = "schemaIntrospection";
    public static final String INTROSPECTION_REPORT = "introspectionReport";

    /** 12: a node server answers a missing endpoint so. */
    public static final String REQUEST_INVALID = "request.invalid";

    /** The value of {@code status} when all is well. */
    public static final String SUCCESS = "success";

    public static final String ERROR = "error";

    /** The one content type we write. */
    public static final String JSON = "application/json";

    /** Another that is read where a call has arguments: what muon-clojure makes of them, see {@link RpcRequest#asJson}. */
    static final String AVRO = "avro";

    private Steps() {}
}
