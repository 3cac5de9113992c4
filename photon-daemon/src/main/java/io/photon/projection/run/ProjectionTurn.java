// SPDX-License-Identifier: Apache-2.0
package io.photon.projection.run;

import io.photon.event.Event;
import io.photon.log.LogException;
import io.photon.projection.Descriptor.LastError;
import io.photon.projection.Descriptor.Status;
import io.photon.projection.spi.ReductionException;
import io.photon.result.Fault;
import io.photon.store.StateLostException;
import io.photon.store.StateUnavailableException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One turn of a projection: looks at its orders and at its {@link TaskState}, makes the transition that is due, and folds events
 * for a slice of time. For one thread at a time, like its {@link ProjectionStateMachine}.
 */
final class ProjectionTurn {

    private static final Logger LOG = LoggerFactory.getLogger(ProjectionTurn.class);

    private static final long SLICE_NANOS = 4_000_000;

    private final ProjectionStateMachine machine;
    private final ProjectionContext context;
    private final Trouble trouble;
    private final LeftOut leftOut;
    private final Shown shown;
    private final ProjectionFigures meter;

    ProjectionTurn(ProjectionStateMachine machine, ProjectionContext context) {
        this.machine = machine;
        this.context = context;
        this.trouble = machine.trouble();
        this.leftOut = machine.leftOut();
        this.shown = machine.shown();
        this.meter = machine.meter();
    }

    /**
     * Carries out orders, and folds for a slice of time.
     *
     * @param retry whether to try again what failed
     * @return whether there is more to do at once
     */
    boolean run(boolean retry) {
        if (machine.isClosed()) {
            return false;
        }
        Orders now = machine.orders();
        if (now.remove()) {
            machine.close(true);
            return false;
        }
        if (machine.state() instanceof TaskState.Inherited) {
            return takeOver(now.plan());
        }
        if (machine.isOutdated(now.plan())) {
            trouble.forget();
            machine.begin(now.plan());
        } else {
            tryAgain(retry);
        }
        if (machine.fold() == null
                || machine.state() instanceof TaskState.Waiting
                || machine.state() instanceof TaskState.Failed) {
            return false;
        }
        if (now.pausedAt() != Orders.RUNS && !machine.isRefolding()) {
            return standAt(now.pausedAt());
        }
        if (leftOut.isLookDue(machine.value()) && leftOut.isHealed(machine.current(), machine.value())) {
            machine.begin(machine.current());
            return true;
        }
        if (machine.state().cursor() == null) {
            machine.follow();
        }
        boolean heldUp = machine.value().isHeldUp();
        boolean more = !heldUp && foldSome();
        if (machine.fold() != null
                && !machine.state().hasFailed()
                && machine.value().isSaveDue(context.snapshotEvents())) {
            machine.save();
        }
        return more || heldUp && machine.fold() != null && !machine.value().isHeldUp();
    }

    private void tryAgain(boolean retry) {
        if (machine.state() instanceof TaskState.Failed && retry) {
            machine.retry();
        } else if (machine.state() instanceof TaskState.Waiting
                && (retry || trouble.isTryDue(context.scheduler().nanos()))) {
            machine.begin(machine.current());
        }
    }

    /** Stands still with the events up to a position, neither more nor fewer: folds on, or back, to there. */
    private boolean standAt(long at) {
        if (machine.state().status() == Status.PAUSED && machine.value().position() == at) {
            if (machine.value().isSaveDue(context.snapshotEvents())) {
                machine.save(); // it failed before
            }
            return false;
        }
        machine.stopReading();
        shown.last(machine.value().position() > at ? null : shown.last());
        if (machine.value().position() > at && !machine.goBack(at) || machine.refold(at)) {
            return machine.fold() != null;
        }
        machine.pause();
        return false;
    }

    /** It has failed where another got stuck: with the value of before, unless that is what it got stuck at. */
    private boolean takeOver(CompiledDefinition plan) {
        LastError why = Objects.requireNonNull(trouble.error());
        if (why.orderId() == 0) {
            return machine.failUnloaded(plan, why);
        }
        machine.begin(plan);
        if (machine.fold() == null || machine.state() instanceof TaskState.Waiting) {
            return false;
        }
        machine.fail(why);
        return machine.refold(why.orderId() - 1);
    }

    private boolean foldSome() {
        long start = context.scheduler().nanos();
        long events = 0;
        LiveCursor cursor = Objects.requireNonNull(machine.state().cursor());
        Event event = null;
        Event last = shown.last();
        try {
            while ((event = nextEvent(cursor)) != null) {
                meter.busy();
                machine.value().reduce(event);
                cursor.folded();
                events++;
                machine.changed();
                last = event;
                event = null; // folded: what fails from here on is not of this event
                if ((events & 3) == 0 && context.scheduler().nanos() - start > SLICE_NANOS) {
                    passed();
                    return true;
                }
            }
            return cursor.isOver() ? atEnd(cursor.error()) : atRest();
        } catch (ReductionException e) {
            return trouble.isPassing(e)
                    ? machine.holdUp(at(event), e.getMessage())
                    : failAt(at(event), e.getMessage(), e.scriptStack());
        } catch (OutOfMemoryError e) {
            return machine.holdUp(at(event), "Photon had no memory left (" + e.getMessage() + ")");
        } catch (StateUnavailableException e) {
            return machine.holdUp(at(event), e.getMessage());
        } catch (StateLostException e) {
            LOG.warn("projection '{}' starts over: {}", machine.name(), e.getMessage());
            machine.begin(machine.current());
            return true;
        } catch (RuntimeException | LinkageError | VirtualMachineError e) {
            LOG.error("projection '{}' failed", machine.name(), e);
            return failAt(at(event), "the engine failed: " + Fault.words(e), null);
        } finally {
            meter.worked(context.scheduler().nanos() - start, events);
            shown.last(last);
        }
    }

    /** Where something went wrong: at this event; 0 for none. */
    private static long at(@Nullable Event event) {
        return event == null ? 0 : event.orderId();
    }

    /** The next event to fold; what could not be read before it is noted. */
    private @Nullable Event nextEvent(LiveCursor cursor) {
        Event event = cursor.peek();
        if (leftOut.noteAll(machine.value(), cursor.gaps())) {
            machine.changed();
        }
        return event;
    }

    /** Nothing to fold at the moment. */
    private boolean atRest() {
        meter.idle();
        passed();
        return false;
    }

    /** Nothing to fold any more. @param error why reading ended; null when it came to its end */
    private boolean atEnd(@Nullable Throwable error) {
        meter.idle();
        TaskState before = machine.state();
        machine.stopReading();
        if (before instanceof TaskState.Refolding refolding && (error == null || refolding.hasFailed())) {
            machine.value().passed(error == null ? refolding.to() : 0);
            machine.changed();
            return !refolding.hasFailed(); // it was to stand still there
        }
        if (error != null && Trouble.isLack(error)) {
            return machine.holdUp(0, error.getMessage());
        }
        if (error instanceof LogException known) {
            return machine.failUnreadable(Fold.error(machine.name(), known));
        }
        machine.finish();
        return false;
    }

    /** The fold has got so far, which may be the end of a trouble. */
    private void passed() {
        if (!machine.state().hasFailed() && trouble.passed(machine.value().position())) {
            machine.changed();
        }
        machine.seeWhetherCaughtUp();
    }

    /** The value may be half changed: back to a snapshot, and up to the event before. @param orderId 0 for no event */
    private boolean failAt(long orderId, @Nullable String message, @Nullable String stack) {
        long lastGood = machine.value().position();
        boolean again =
                machine.isRefolding() && machine.state().hasFailed(); // and not only on its way to where it is paused
        machine.fail(again ? Objects.requireNonNull(trouble.error()) : Trouble.at(orderId, message, stack));
        return machine.goBack(Long.MAX_VALUE) && !again && machine.refold(lastGood);
    }
}
