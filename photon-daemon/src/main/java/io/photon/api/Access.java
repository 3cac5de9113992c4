// SPDX-License-Identifier: Apache-2.0
package io.photon.api;

import io.photon.filter.StreamSelector;
import io.photon.question.Asked;
import io.photon.question.Params;
import io.photon.result.Excerpt;
import io.photon.result.Failure;
import io.photon.result.Result;
import io.photon.security.Permission;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a caller needs for something: the one place where a permission is checked. Immutable.
 *
 * @param permission null when to be known is enough
 * @param scope of which streams
 * @param what completes "ann may not …"
 * @param hint for those who may not
 */
record Access(@Nullable Permission permission, Scope scope, String what, String hint) {

    /** Of which streams a permission is needed. */
    enum Scope {
        /** Of all. */
        EVERYWHERE,
        /** Of the one that is asked about. */
        STREAM,
        /** Of any: what is answered holds what the caller may read, or the use case looks closer. */
        SOMEWHERE
    }

    private static final String OPERATOR = "ask the operator of this Photon";

    /** To be known is enough. */
    static final Access KNOWN = new Access(null, Scope.SOMEWHERE, "ask", OPERATOR);

    static final Access EMIT = new Access(Permission.EMIT, Scope.SOMEWHERE, "append", OPERATOR);
    static final Access REPLAY = new Access(Permission.REPLAY, Scope.SOMEWHERE, "replay", OPERATOR);
    static final Access READ = new Access(Permission.REPLAY, Scope.SOMEWHERE, "read", OPERATOR);
    static final Access READ_STREAM = new Access(Permission.REPLAY, Scope.STREAM, "read", OPERATOR);
    static final Access COUNTERS = to(Permission.REPLAY, "read counters");
    static final Access DELETE = new Access(Permission.DELETE, Scope.STREAM, "delete streams", OPERATOR);
    static final Access BACKUP = to(Permission.BACKUP, "take backups");
    static final Access RESTORE = to(Permission.BACKUP, "restore");
    static final Access PAUSE = to(Permission.BACKUP, "pause appends");
    static final Access VERIFY = to(Permission.BACKUP, "verify the store");
    static final Access LOG = to(Permission.SECURITY, "read the daemon's log");
    static final Access SETTINGS = to(Permission.SECURITY, "read the daemon's settings");
    static final Access SUBSCRIBERS = to(Permission.SECURITY, "see who reads");
    static final Access FOLLOW = to(Permission.BACKUP, "follow this Photon");
    static final Access PROMOTE = to(Permission.SECURITY, "make this Photon the primary");
    static final Access STEP_DOWN = to(Permission.SECURITY, "make this Photon step down");
    static final Access USERS = to(Permission.SECURITY, "manage users");
    static final Access VALUES = new Access(Permission.VALUES, Scope.SOMEWHERE, "read projections", OPERATOR);
    static final Access SCHEMA = new Access(Permission.VALUES, Scope.STREAM, "read schemas", OPERATOR);
    static final Access PROJECTIONS =
            new Access(Permission.PROJECTIONS, Scope.SOMEWHERE, "create projections", OPERATOR);

    private static Access to(Permission permission, String what) {
        return new Access(permission, Scope.EVERYWHERE, what, OPERATOR);
    }

    /** What is only for those who may see who comes in. @param what completes "ann may not …" */
    static Access secret(String what) {
        return to(Permission.SECURITY, what);
    }

    /** A change of a projection. @param verb e.g. {@code delete} */
    static Access managing(String verb) {
        return new Access(
                Permission.MANAGE,
                Scope.SOMEWHERE,
                verb + " projections",
                "send a token, or ask the operator of this Photon: over AMQP 'manage' in muon.permissions allows it");
    }

    /** Whether it is allowed, as far as that does not depend on a stream. */
    boolean isFor(Caller caller) {
        return permission == null
                || (scope == Scope.EVERYWHERE
                        ? caller.may(permission)
                        : caller.rights().somewhere(permission));
    }

    /** Whether it is allowed with every stream, those about security too: then nothing has to be left out of an answer. */
    boolean isForAll(Caller caller) {
        return permission == null || caller.may(permission) && caller.may(Permission.SECURITY);
    }

    /** Whether it is allowed with one stream. */
    boolean isFor(Caller caller, String stream) {
        return permission == null || caller.rights().on(permission, stream);
    }

    /** Whether it is allowed with all streams that a selection can ever mean. */
    boolean isFor(Caller caller, StreamSelector streams) {
        return permission == null || caller.rights().covers(permission, streams);
    }

    /** DENIED for those who may not. */
    Optional<Failure> refusal(Caller caller) {
        return isFor(caller) ? Optional.empty() : Optional.of(denied(caller));
    }

    /** DENIED for those who may not with this stream. */
    Optional<Failure> refusal(Caller caller, String stream) {
        return isFor(caller, stream) ? Optional.empty() : Optional.of(denied(caller, stream));
    }

    /** The caller, or DENIED. */
    Result<Caller> check(Caller caller) {
        return isFor(caller) ? Result.ok(caller) : Result.err(denied(caller));
    }

    /** The caller of a question, or DENIED. */
    Result<Caller> check(Caller caller, Asked asked) {
        if (scope != Scope.STREAM) {
            return check(caller);
        }
        String stream = asked.get(Params.STREAM);
        return isFor(caller, stream) ? Result.ok(caller) : Result.err(denied(caller, stream));
    }

    /** The caller, or DENIED for those who may not with all that a selection can mean. */
    Result<Caller> check(Caller caller, StreamSelector streams) {
        return isFor(caller, streams) ? Result.ok(caller) : Result.err(denied(caller, streams.text()));
    }

    Failure denied(Caller caller) {
        return Failure.of(Failure.Kind.DENIED, caller.name() + " may not " + what, hintFor(caller));
    }

    /** The same of some streams; for those who may it with none it is said without. */
    Failure denied(Caller caller, String streams) {
        return isFor(caller)
                ? Failure.of(
                        Failure.Kind.DENIED,
                        caller.name() + " may not " + what + ": stream '" + Excerpt.of(streams)
                                + "' is not one of those granted",
                        hintFor(caller))
                : denied(caller);
    }

    /** A user can be granted it. */
    private String hintFor(Caller caller) {
        return caller.identity().account() == null
                ? hint
                : "see what is granted with: photon whoami; an administrator adds to it with: photon grant add";
    }
}
