// SPDX-License-Identifier: Apache-2.0
package io.photon.log;

import io.photon.result.Failure;
import io.photon.result.Fault;
import io.photon.result.Result;
import io.photon.store.AroundDamage;
import io.photon.store.StoreException;

/**
 * What a store's exception means to the person who asked: the one place that gives each kind its words. Pure.
 *
 * <p>A refusal means that nothing was stored. Where that cannot be known the kind is OUTCOME_UNKNOWN.
 */
public final class StoreFailures {

    private static final String STOPPING = "Photon is stopping";

    private static final String FAULT_HINT = "nothing was stored; send it again, and see the daemon's log";

    /** Made ahead, for when there is no memory to make one. */
    public static final Failure UNKNOWN =
            Failure.outcomeUnknown("the append failed after it was begun; see the daemon's log");

    /** Made ahead, for when there is no memory to make one. */
    static final Failure NOT_STORED =
            Failure.of(Failure.Kind.INTERNAL, "the append failed before it was begun", FAULT_HINT);

    public static final Result<?> UNKNOWN_RESULT = Result.err(UNKNOWN);
    public static final Result<?> NOT_STORED_RESULT = Result.err(NOT_STORED);

    private StoreFailures() {}

    /**
     * Something was to be appended, or done on the append thread.
     *
     * @param asked what was to be done, e.g. "the append"
     */
    public static Failure of(String asked, StoreException e) {
        String message = asked + " failed: " + e.getMessage();
        return switch (e.kind()) {
            case NO_SPACE ->
                Failure.of(Failure.Kind.NO_SPACE, message, "free some space; writing resumes by itself, replays go on");
            case READ_ONLY ->
                Failure.of(
                        Failure.Kind.READ_ONLY,
                        message,
                        "nothing more is written by this process; look at the disk, then restart");
            case FENCED -> Failure.of(Failure.Kind.READ_ONLY, message, "send it to the Photon that writes now");
            case DAMAGED -> damaged(message);
            case OUTCOME_UNKNOWN -> Failure.outcomeUnknown(message);
            case NOT_YET -> Failure.of(Failure.Kind.OVERLOADED, message, "nothing was stored; try again in a moment");
            case FAILED -> Failure.of(Failure.Kind.INTERNAL, message, FAULT_HINT);
            case REFUSED -> Failure.of(Failure.Kind.OVERLOADED, message, "try again later");
            case CLOSED -> Failure.of(Failure.Kind.OVERLOADED, message, STOPPING);
            case CONFLICT -> Failure.of(Failure.Kind.INTERNAL, message, "the head was read anew; send it again");
        };
    }

    /** Something was to be read, or staged: nothing was changed, so asking again does no harm. */
    public static Failure withoutChange(StoreException e) {
        String message = e.getMessage();
        return switch (e.kind()) {
            case NO_SPACE ->
                Failure.of(
                        Failure.Kind.NO_SPACE,
                        message,
                        "make room on the daemon's disk, then try again; nothing was changed");
            case READ_ONLY -> Failure.of(Failure.Kind.READ_ONLY, message, "see the daemon's log, then restart it");
            case FENCED -> Failure.of(Failure.Kind.READ_ONLY, message, "ask the Photon that writes now");
            case DAMAGED -> damaged(message);
            case NOT_YET -> Failure.of(Failure.Kind.OVERLOADED, message, "try again in a moment");
            case OUTCOME_UNKNOWN, FAILED, REFUSED -> Failure.of(Failure.Kind.OVERLOADED, message, "try again later");
            case CLOSED -> Failure.of(Failure.Kind.OVERLOADED, message, STOPPING);
            case CONFLICT ->
                Failure.of(
                        Failure.Kind.CONFLICT,
                        message,
                        "see what is stored with: photon streams list; or restore with --as-new");
        };
    }

    /** A replay met it. @param asked which one, and where */
    public static Failure ofReplay(String asked, StoreException e) {
        return AroundDamage.gapOf(e) == null
                ? of(asked, e)
                : Failure.of(
                        Failure.Kind.DAMAGED,
                        asked + " failed: " + e.getMessage(),
                        "go on after it with --skip-damaged (over HTTP: skip-damaged=true); see all damage with:"
                                + " photon verify --live; restore what is lost from a backup");
    }

    private static Failure damaged(String message) {
        return Failure.of(
                Failure.Kind.DAMAGED,
                message,
                "see all of it with: photon verify --live; restore what is damaged from a backup");
    }

    /** A fault of ours before anything was stored. */
    public static Failure notStored(String asked, Throwable e) {
        try {
            return Failure.of(Failure.Kind.INTERNAL, asked + " failed: " + Fault.words(e), FAULT_HINT);
        } catch (VirtualMachineError noMemory) {
            return NOT_STORED;
        }
    }

    /** A fault of ours after which it is not known whether it was stored. */
    public static Failure unknown(String asked, Throwable e) {
        try {
            return Failure.outcomeUnknown(asked + " failed: " + Fault.words(e));
        } catch (VirtualMachineError noMemory) {
            return UNKNOWN;
        }
    }

    /** What became of the record of a deletion: that is appended, but has no local-id with which to send it again. */
    public static Failure ofDeletion(Failure ofRecord) {
        return ofRecord.kind() == Failure.Kind.OUTCOME_UNKNOWN
                ? Failure.outcomeUnknown(ofRecord.message(), "if the stream is still there, delete it again")
                : ofRecord;
    }

    /** An unexpected fault while reading. */
    public static Failure ofReading(String asked, Throwable e) {
        return Failure.of(
                Failure.Kind.INTERNAL,
                asked + " failed: " + Fault.words(e),
                "this is a fault of Photon's; see its log");
    }
}
