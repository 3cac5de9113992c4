package io.photon.projection.run;

import io.photon.event.Event;
import io.photon.filter.StreamSelector;
import io.photon.log.LogException;
import io.photon.projection.Descriptor;
import io.photon.projection.Descriptor.LastError;
import io.photon.projection.Descriptor.Status;
import io.photon.projection.schedule.Stay;
import io.photon.projection.spi.ReductionException;
import io.photon.result.Fault;
import io.photon.store.Snapshots;
import io.photon.store.StateLostException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The course of one projection: which plan it follows, how far its fold is, why it stands still. Carries out orders, a
 * slice at a time. For one thread at a time: its {@link ProjectionTask} sees to that.
 */
final class ProjectionState {

    private static final Logger LOG = LoggerFactory.getLogger(ProjectionState.class);

    private static final long SLICE_NANOS = 4_000_000;
    private final ProjectionContext context;
    private final String name;
    private final Runnable arrived;
    private final Supplier<Orders> orders;
    private final Meter meter = new Meter();
    private final Stay stay;
    private CompiledDefinition current;
    private final Kept kept;
    private Fold fold;
    private LiveCursor reading;
    private final Trouble trouble;
    private boolean isRefolding;
    private long refoldsTo;
    private boolean isStateLost;
    private final LeftOut leftOut;
    private boolean closed;
    /** How another one before it got stuck, and was given up; null as a rule. */
    private LastError stuck;

    private Status status = Status.CATCHING_UP;
    private long version;
    private final Shown shown = new Shown();

    /** @param arrived asks for a turn @param orders what is wanted at this moment @param stuck how the one before it got stuck */
    ProjectionState(
            String name,
            ProjectionContext context,
            Runnable arrived,
            Supplier<Orders> orders,
            Stay stay,
            LastError stuck) {
        this.stay = stay;
        this.stuck = stuck;
        this.name = name;
        this.context = context;
        this.arrived = arrived;
        this.orders = orders;
        this.leftOut = new LeftOut(name, context);
        this.kept = new Kept(context.snapshots(), name);
        this.trouble = new Trouble(name);
        if (stuck != null) {
            trouble.failed(stuck);
            status = Status.FAILED;
        }
    }

    /**
     * Carries out orders, and folds for a slice of time.
     *
     * @param retry whether to try again what failed
     * @return whether there is more to do at once
     */
    boolean turn(boolean retry) {
        if (closed) {
            return false;
        }
        Orders now = orders.get();
        if (now.remove()) {
            letGo(true);
            return false;
        }
        if (stuck != null) {
            return takeOver(now.plan());
        }
        if (current != now.plan() || isStateLost) {
            trouble.forget();
            begin(now.plan());
        } else if (retry && trouble.hasFailed() && !isRefolding) {
            trouble.forget();
            if (fold == null) {
                begin(current);
            }
        } else if (trouble.isTryDue(context.scheduler().nanos()) || retry && trouble.isWaiting()) {
            begin(current);
        }
        if (fold == null || trouble.isWaiting() || trouble.hasFailed() && !isRefolding) {
            return false;
        }
        if (now.pausedAt() != Orders.RUNS && !isRefolding) {
            return standAt(now.pausedAt());
        }
        if (leftOut.isLookDue(fold) && leftOut.isHealed(current, fold)) {
            begin(current);
            return true;
        }
        if (reading == null) {
            subscribe(Long.MAX_VALUE);
        }
        boolean heldUp = fold.isHeldUp();
        boolean more = !heldUp && foldSome();
        if (fold != null && !trouble.hasFailed() && fold.isSaveDue(context.snapshotEvents())) {
            save();
        }
        return more || heldUp && fold != null && !fold.isHeldUp();
    }

    /** Stands still with the events up to a position, neither more nor fewer: folds on, or back, to there. */
    private boolean standAt(long at) {
        if (status == Status.PAUSED && fold.position() == at) {
            if (fold.isSaveDue(context.snapshotEvents())) {
                save(); // it failed before
            }
            return false;
        }
        stopReading();
        shown.last(fold.position() > at ? null : shown.last());
        if (fold.position() > at && !goBack(at) || foldAgain(at)) {
            return fold != null;
        }
        changeTo(Status.PAUSED);
        save();
        return false;
    }

    /** It has failed where another got stuck: with the value of before, unless that is what it got stuck at. */
    private boolean takeOver(CompiledDefinition plan) {
        LastError why = stuck;
        stuck = null;
        if (why.orderId() == 0) {
            current = plan;
            return fail(why);
        }
        begin(plan);
        if (fold == null || trouble.isWaiting()) {
            return false;
        }
        fail(why);
        return foldAgain(why.orderId() - 1);
    }

    /** Up to where it is to stand still. @return whether there is anything to fold */
    private boolean foldAgain(long lastGood) {
        if (fold.position() < lastGood) {
            isRefolding = true;
            refoldsTo = lastGood;
            subscribe(lastGood);
            return true;
        }
        return false;
    }

    /** Loads, and goes to the newest snapshot that still counts. */
    private void begin(CompiledDefinition plan) {
        stopReading();
        dropFold();
        current = plan;
        trouble.begins();
        isRefolding = false;
        isStateLost = false;
        leftOut.looked();
        shown.forget();
        version++;
        FoldStart start = FoldStart.of(plan, kept.open(), context.log(), context.scheduler()::nanos, stay, trouble);
        fold = start.fold();
        if (start.lacks() != null) {
            holdUp(0, start.lacks());
        } else if (start.error() != null) {
            fail(start.error());
        } else {
            shown.last(start.last());
            changeTo(Status.CATCHING_UP);
        }
    }

    private void subscribe(long to) {
        StreamSelector stream = current.definition().stream();
        if (to == Long.MAX_VALUE) {
            changeTo(Status.CATCHING_UP);
            meter.begins(
                    fold.position(),
                    fold.processed(),
                    context.log().head(),
                    LiveCursor.totalEvents(context.log(), stream));
        }
        reading = new LiveCursor(context.log(), context.places(), current, fold.position() + 1, to, arrived);
    }

    private void stopReading() {
        if (reading != null) {
            reading.cancel();
            reading = null;
            meter.idle();
        }
    }

    private boolean foldSome() {
        long start = context.scheduler().nanos();
        long events = 0;
        Event event = null;
        Event last = shown.last();
        try {
            while ((event = nextEvent()) != null) {
                meter.busy();
                fold.reduce(event);
                reading.folded();
                events++;
                version++;
                last = event;
                if ((events & 3) == 0 && context.scheduler().nanos() - start > SLICE_NANOS) {
                    version += trouble.passed(fold.position()) ? 1 : 0;
                    return true;
                }
            }
            return atRest();
        } catch (ReductionException e) {
            return trouble.isPassing(e)
                    ? holdUp(event.orderId(), e.getMessage())
                    : failAt(event, e.getMessage(), e.scriptStack());
        } catch (OutOfMemoryError e) {
            return holdUp(event == null ? 0 : event.orderId(), "Photon had no memory left (" + e.getMessage() + ")");
        } catch (StateLostException e) {
            LOG.warn("projection '{}' starts over: {}", name, e.getMessage());
            begin(current);
            return true;
        } catch (RuntimeException | LinkageError | VirtualMachineError e) {
            LOG.error("projection '{}' failed", name, e);
            return failAt(event, "the engine failed: " + Fault.words(e), null);
        } finally {
            meter.worked(context.scheduler().nanos() - start, events);
            shown.last(last);
        }
    }

    /** The next event to fold; what could not be read before it is noted. */
    private Event nextEvent() {
        Event event = reading.peek();
        version += leftOut.noteAll(fold, reading.gaps()) ? 1 : 0;
        return event;
    }

    /** Nothing to fold at the moment. */
    private boolean atRest() {
        meter.idle();
        if (reading.isOver()) {
            Throwable error = reading.error();
            stopReading();
            if (isRefolding && (error == null || trouble.hasFailed())) {
                isRefolding = false;
                fold.passed(error == null ? refoldsTo : 0);
                version++;
                return !trouble.hasFailed(); // it was to stand still there
            }
            isRefolding = false;
            if (Trouble.isLack(error)) {
                return holdUp(0, error.getMessage());
            }
            if (error instanceof LogException known) {
                trouble.failsToRead(Fold.error(name, known));
                changeTo(Status.FAILED);
                return false;
            }
            changeTo(Status.FINISHED); // the log is being closed
            return false;
        }
        version += trouble.passed(fold.position()) ? 1 : 0;
        if (status == Status.CATCHING_UP && !trouble.hasFailed() && position() >= meter.target()) {
            changeTo(Status.RUNNING);
        }
        return false;
    }

    /** The value may be half changed: back to a snapshot, and up to the event before. */
    private boolean failAt(Event event, String message, String stack) {
        long lastGood = fold.position();
        boolean again = isRefolding && trouble.hasFailed(); // and not only on its way to where it is paused
        isRefolding = false;
        fail(again ? trouble.error() : Trouble.at(event.orderId(), message, stack));
        return goBack(Long.MAX_VALUE) && !again && foldAgain(lastGood);
    }

    /** To what was kept last up to a position. @return false when not even that can be had, and there is no value */
    private boolean goBack(long position) {
        try {
            fold.goBack(position);
            version++;
            return true;
        } catch (ReductionException | StateLostException | VirtualMachineError e) {
            LOG.warn("projection '{}' has no value left: {}", name, e.getMessage());
            dropFold();
            return false;
        }
    }

    private void dropFold() {
        if (fold != null) {
            fold.close();
            fold = null;
        }
    }

    boolean fail(LastError error) {
        stopReading();
        trouble.fails(error);
        changeTo(Status.FAILED);
        return false;
    }

    /** Something is lacking that is not the fault of the code: as it was kept last, it waits for another try. */
    boolean holdUp(long orderId, String why) {
        stopReading();
        isRefolding = false;
        trouble.waits(context.scheduler().nanos(), orderId, why);
        changeTo(Status.CATCHING_UP);
        version++;
        if (fold != null) {
            goBack(Long.MAX_VALUE);
        }
        return false;
    }

    private void changeTo(Status other) {
        if (status != other) {
            status = other;
            version++;
        }
    }

    private void save() {
        long config = context.configPosition().getAsLong(); // before looking for orders: what came up to here is one
        Orders now = orders.get();
        if (now.remove() || now.plan() != current || fold == null || !fold.isChanged()) {
            return;
        }
        try {
            fold.passed(position());
            fold.save(config);
            meter.measured(fold.size());
        } catch (ReductionException e) {
            failWithoutValue("kept", e);
        } catch (StateLostException e) {
            LOG.warn("projection '{}' starts over: {}", name, e.getMessage());
            begin(current);
        }
    }

    /** The value covers everything up to here. */
    long position() {
        if (fold == null) {
            return 0;
        }
        return reading == null || isRefolding ? fold.position() : reading.position(fold.position());
    }

    /** The last good one, when there is none now. */
    byte[] currentValue() {
        if (fold != null && !shown.isOf(version)) {
            try {
                ReductionException none = shown.take(fold, version);
                if (none == null) {
                    meter.measured(fold.size());
                } else if (!shown.isLacking() && !trouble.hasFailed() && !isBuiltIn()) { // whose may be too large
                    failWithoutValue("shown", none);
                    if (fold != null) {
                        shown.take(fold, version); // it went back to a value that could be kept
                    }
                }
            } catch (StateLostException e) {
                stateLost();
            }
        }
        return shown.value();
    }

    private boolean isBuiltIn() {
        return orders.get().plan().origin() == Descriptor.Origin.BUILT_IN;
    }

    /** State on disk was lost while it was read: it starts over at its next turn. */
    void stateLost() {
        LOG.warn("projection '{}' starts over: its state on disk cannot be read", name);
        isStateLost = true;
        arrived.run();
    }

    /** A value that cannot be given is no good one, and may hold much memory: back to the last that could be kept. */
    private void failWithoutValue(String what, ReductionException e) {
        String message = "the value cannot be " + what + ": " + e.getMessage();
        fail(new LastError(message, e.scriptStack(), fold.lastOrderId(), 0));
        shown.last(null);
        goBack(Long.MAX_VALUE);
    }

    Descriptor describe(byte[] value) {
        CompiledDefinition plan = current == null ? orders.get().plan() : current;
        return shown.describe(plan, status, value, position(), fold, trouble.error(), meter);
    }

    /** What there is to read a value from, or null when there is none. */
    Fold fold() {
        return fold;
    }

    Snapshots snapshots() {
        return kept.open();
    }

    /** Changes whenever the descriptor does. */
    long version() {
        return version;
    }

    /** Why it does not go on. */
    Trouble trouble() {
        return trouble;
    }

    /** Whether the value could not be given for want of memory: asked again, it may be. */
    boolean isValueLacking() {
        return shown.isLacking();
    }

    Status status() {
        return status;
    }

    boolean isClosed() {
        return closed;
    }

    boolean isInThePast() {
        return status == Status.CATCHING_UP && !trouble.isWaiting() || isRefolding;
    }

    /** Whether it is loaded as ordered, and not on its way back from a failure. */
    boolean isSettled() {
        return closed || current != null && current == orders.get().plan() && !isRefolding;
    }

    /** Whether a turn is due that no event brings about. */
    boolean isTurnDue() {
        if (trouble.isWaiting()) {
            return trouble.isTryDue(context.scheduler().nanos());
        }
        return fold != null
                && !trouble.hasFailed()
                && (fold.isSaveDue(context.snapshotEvents())
                        || status == Status.CATCHING_UP
                        || leftOut.isLookDue(fold));
    }

    void measure() {
        if (fold != null) {
            meter.measured(fold.size());
        }
    }

    /** Its thread does not come back: what it holds is let go of by another, and nothing more is kept. */
    void abandon() {
        closed = true;
        if (reading != null) {
            reading.cancel();
        }
        kept.close(orders.get().remove());
    }

    /** Keeps what there is, unless it is to go, and lets go of everything. */
    void letGo(boolean keeps) {
        if (closed) {
            return;
        }
        if (keeps && !isRefolding) {
            save();
        }
        closed = true;
        stopReading();
        dropFold();
        kept.close(orders.get().remove());
        changeTo(Status.FINISHED);
    }
}
