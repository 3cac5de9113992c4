package io.photon.api;

import io.photon.result.Failure;
import io.photon.result.Result;
import io.photon.security.Permission;
import java.util.Optional;

/**
 * What a caller needs for something: the one place where a permission is checked. Immutable.
 *
 * @param permission null when to be known is enough
 * @param what completes "ann may not …"
 * @param hint for those who may not
 */
record Access(Permission permission, String what, String hint) {

    private static final String OPERATOR = "ask the operator of this Photon";

    /** To be known is enough. */
    static final Access KNOWN = new Access(null, "ask", OPERATOR);

    static final Access EMIT = to(Permission.EMIT, "append");
    static final Access REPLAY = to(Permission.REPLAY, "replay");
    static final Access READ = to(Permission.REPLAY, "read");
    static final Access COUNTERS = to(Permission.REPLAY, "read counters");
    static final Access DELETE = to(Permission.DELETE, "delete streams");
    static final Access BACKUP = to(Permission.BACKUP, "take backups");
    static final Access RESTORE = to(Permission.BACKUP, "restore");
    static final Access VERIFY = to(Permission.BACKUP, "verify the store");
    static final Access LOG = to(Permission.SECURITY, "read the daemon's log");
    static final Access SUBSCRIBERS = to(Permission.SECURITY, "see who reads");
    static final Access PROJECTIONS = to(Permission.PROJECTIONS, "use projections");

    private static Access to(Permission permission, String what) {
        return new Access(permission, what, OPERATOR);
    }

    /** What is only for those who may see who comes in. @param what completes "ann may not …" */
    static Access secret(String what) {
        return to(Permission.SECURITY, what);
    }

    /** A change of a projection. @param verb e.g. {@code delete} */
    static Access managing(String verb) {
        return new Access(
                Permission.MANAGE,
                verb + " projections",
                "send a token, or ask the operator of this Photon: over AMQP 'manage' in muon.permissions allows it");
    }

    /** Whether it is allowed. */
    boolean isFor(Caller caller) {
        return permission == null || caller.may(permission);
    }

    /** DENIED for those who may not. */
    Optional<Failure> refusal(Caller caller) {
        return isFor(caller) ? Optional.empty() : Optional.of(denied(caller));
    }

    /** The caller, or DENIED. */
    Result<Caller> check(Caller caller) {
        return isFor(caller) ? Result.ok(caller) : Result.err(denied(caller));
    }

    Failure denied(Caller caller) {
        return Failure.of(Failure.Kind.DENIED, caller.name() + " may not " + what, hint);
    }
}
